import Foundation
import Testing

@testable import counterfoil

@Suite struct ExitStatusTests {
    private let line: CommandLineFixture

    init() throws {
        line = try CommandLineFixture()
    }

    @Test(arguments: [
        ["no-such-command"], ["tenant", "lst"], ["tenant", "create"], ["tenant", "create", "a", "b"],
        ["tenant", "create", "acme", "--no-such-option"], ["subscription", "create", "--tenant", "acme"],
        ["client", "create", "--subscription", "s", "--environment", "staging"],
        ["client", "create", "--subscription", "s", "--environment", "sandbox", "--token-lifetime", "long"],
        ["client", "update", "cf_test_x"], ["client", "list", "--environment", "live"],
        ["secret", "create", "--client", "c", "--expires-in", "soon"],
        ["secret", "create", "--client", "c", "--expires-at", "tomorrow"],
        ["secret", "create", "--client", "c", "--not-before", "1"],
        ["secret", "create", "--client", "c", "--expires-in", "1d", "--expires-at", "2030-01-01"],
        ["secret", "expire", "s", "--at", "now"], ["secret", "expire", "s", "--in", "0s"],
        ["secret", "expire", "s", "--in", "1d", "--at", "2030-01-01"],
        ["scope", "create", "x", "--tenant", "acme"], ["key", "rotate"],
        ["key", "rotate", "--tenant", "acme", "--wait", "-1"], ["key", "rotate", "--tenant", "acme", "--wait", "3601"],
        ["key", "replace", "--tenant", "acme"],
        ["key", "replace", "--tenant", "acme", "--environment", "production", "--use", "all", "--yes"],
        ["journal", "list", "--limit", "0"], ["journal", "list", "--limit", "1000001"],
        ["journal", "list", "--since", "x"], ["journal", "list", "--until", "x"], ["journal", "tail", "--limit", "-1"],
        ["token", "inspect", "ABC"], ["why"], ["serve", "--listen", "8080"], ["serve", "--admin-listen", "localhost"],
        ["serve", "--default-realm", "acme"], ["serve", "--log-level", "loud"], ["demo", "--log-format", "xml"],
        ["demo", "--no-such-option"],
    ])
    func `a wrong call has usage on standard error and the exit code 2`(arguments: [String]) async {
        let outcome = await line.run(arguments + ["--data", line.path])
        #expect(outcome.status == .usage)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("Error: "))
        #expect(outcome.errors.contains("Usage: counterfoil"))
    }

    @Test(arguments: [
        ["tenant", "create", "acme"], ["tenant", "create", "system"], ["tenant", "create", "sandbox-x"],
        ["tenant", "create", "Acme"], ["tenant", "show", "nobody"], ["tenant", "suspend", "nobody"],
        ["subscription", "create", "--tenant", "nobody", "--partner", "P"],
        ["subscription", "create", "--tenant", "acme", "--partner", ""],
        ["subscription", "create", "--tenant", "acme", "--partner", "P", "--scope", "nothing"],
        ["subscription", "end", "sub_x"], ["client", "suspend", "cf_test_00000000000000000000"],
        ["client", "show", "x"], ["client", "list", "--tenant", "nobody"], ["client", "list", "--subscription", "x"],
        ["secret", "revoke", "nothing"], ["secret", "list", "--client", "x"], ["scope", "list", "--tenant", "nobody"],
        ["key", "rotate", "--tenant", "nobody"],
        ["key", "replace", "--tenant", "nobody", "--environment", "production", "--yes"],
        ["key", "replace", "--tenant", "acme", "--environment", "production", "--yes", "--reason", " "],
        ["why", "nothing"], ["token", "inspect"],
    ])
    func `a refused command says why in one line and has the exit code 1`(arguments: [String]) async throws {
        _ = try await line.ask("tenant", "create", "acme")
        let outcome = await line.run(arguments + ["--data", line.path])
        #expect(outcome.status == .failed)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("counterfoil: "))
        #expect(outcome.errors.count { $0 == "\n" } == 1)
    }

    @Test func `a token lifetime out of range is refused`() async throws {
        let client = try await line.makePartner()["clients"][0]["client_id"].text
        let outcome = await line.run("client", "update", client, "--token-lifetime", "59")
        #expect(outcome.status == .failed)
        #expect(outcome.errors.contains("60 to 86400"))
    }

    @Test(arguments: [
        ["tenant", "list"], ["subscription", "list"], ["journal", "list"], ["journal", "verify"], ["why", "x"],
    ])
    func `a data directory that does not exist is named and not made`(arguments: [String]) async {
        let outcome = await line.run(arguments + ["--data", line.path])
        #expect(outcome.status == .failed)
        #expect(outcome.errors.contains(line.path))
        #expect(!FileManager.default.fileExists(atPath: line.path))
    }

    @Test func `a directory without data is named and left empty`() async throws {
        try FileManager.default.createDirectory(atPath: line.path, withIntermediateDirectories: true)
        let outcome = await line.run("tenant", "list")
        #expect(outcome.status == .failed)
        #expect(outcome.errors.contains(line.path))
        #expect(try FileManager.default.contentsOfDirectory(atPath: line.path).isEmpty)
    }

    @Test func `a root key that others can read is refused with the remedy`() async throws {
        _ = try await line.ask("tenant", "create", "acme")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644], ofItemAtPath: line.path + "/root.key")
        let outcome = await line.run("tenant", "suspend", "acme")
        #expect(outcome.status == .failed)
        #expect(outcome.errors.contains("chmod 600"))
        #expect(try await line.ask("tenant", "show", "acme")["status"].text == "active")
    }

    @Test func `another root key than the one of the data changes nothing`() async throws {
        _ = try await line.ask("tenant", "create", "acme")
        let key = URL(filePath: line.path + "/root.key")
        try FileManager.default.removeItem(at: key)
        #expect(await line.run("tenant", "create", "beta").errors.contains("root.key is missing"))
        try Data((String(repeating: "00", count: 32) + "\n").utf8).write(to: key)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key.path)
        let outcome = await line.run("tenant", "create", "beta")
        #expect(outcome.status == .failed)
        #expect(outcome.errors.contains("the root key is not the one that this data was made with"))
        #expect(try await line.ask("tenant", "list").items.count == 1)
    }

    @Test func `a secret or token given as an argument is not repeated`() async {
        let secret = "cfs_test_" + String(repeating: "a", count: 49)
        let token = String(repeating: "A1", count: 32)
        for given in [secret, token] {
            let outcome = await line.run("token", "inspect", given)
            #expect(outcome.status == .usage)
            #expect(!outcome.errors.contains(given))
            #expect(outcome.errors.contains("•••"))
        }
    }

    @Test(arguments: [
        [], ["--help"], ["tenant"], ["tenant", "--help"], ["tenant", "create", "--help"], ["subscription", "--help"],
        ["client", "update", "--help"], ["secret", "create", "--help"], ["scope", "--help"], ["resource", "--help"],
        ["key", "rotate", "--help"], ["key", "replace", "--help"], ["token", "inspect", "--help"],
        ["journal", "tail", "--help"], ["why", "--help"],
        ["demo", "--help"], ["serve", "--help"],
    ])
    func `help goes to standard output and is no error`(arguments: [String]) async {
        let outcome = await line.run(arguments)
        #expect(outcome.status == .done)
        #expect(outcome.output.contains("USAGE: counterfoil"))
        #expect(outcome.errors.isEmpty)
    }

    @Test func `standard input without a token that opens is refused`() async throws {
        _ = try await line.ask("tenant", "create", "acme")
        for given in ["", "\n", "ABC", String(repeating: "A1", count: 32)] {
            let outcome = await line.run("token", "inspect", input: given)
            #expect(outcome.status == .failed)
            #expect(outcome.output.isEmpty)
        }
    }
}
