import Foundation
import Testing

@testable import counterfoil

struct BulkCommandTests {
    private let line: CommandLineFixture
    private let client = #"{"tenant":"acme","environment":"sandbox","subscription":"Example Partner"}"#

    init() throws { line = try CommandLineFixture() }

    @Test func `clients are exported as lines, with and without the option for programs`() async throws {
        let made = try await line.makePartner()
        let exported = await line.run("client", "export", "--environment", "sandbox")
        #expect(exported.status == .done)
        #expect(
            exported.output
                == String(client.dropLast()) + #","client_id":"\#(made["clients"][0]["client_id"].text)","#
                + #""name":"Example Partner","scopes":["external"],"token_lifetime":1200,"status":"active"}"# + "\n")
        #expect(await line.run("client", "export", "--environment", "sandbox", "--json").output == exported.output)
    }

    @Test func `lines are imported from standard input, and the journal has them when the command ends`() async throws {
        _ = try await line.makePartner()
        let imported = await line.run("client", "import", "-", input: "\(client)\n\(client)\n")
        #expect(imported.status == .done && imported.errors.isEmpty)
        #expect(imported.output.hasPrefix("2 clients were created. They have no secrets yet"))
        let journal = await line.run("journal", "list", "--kind", "client.imported")
        #expect(journal.output.contains("clients=2 secrets=0 tenants=1"))
    }

    @Test func `secrets are written to a file of their own that only its owner reads`() async throws {
        _ = try await line.makePartner()
        let file = line.path + "/secrets.jsonl"
        let imported = await line.run(
            ["client", "import", "-", "--with-secrets", file, "--json", "--data", line.path], input: client)
        #expect(imported.status == .done && !imported.output.contains("cfs_test_"))
        let told = try JSONReading(imported.output)["created"][0]
        #expect(told["client_secret"].isNull)
        let written = try JSONReading(try String(contentsOfFile: file, encoding: .utf8))
        #expect(written["client_id"].text == told["client_id"].text)
        #expect(written["client_secret"].text.hasPrefix("cfs_test_"))
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let again = await line.run("client", "import", "-", "--with-secrets", file, input: client)
        #expect(again.status == .failed && again.errors.contains("Name a new one"))
    }

    @Test func `problems are listed with their lines, and no file for secrets is left`() async throws {
        _ = try await line.makePartner()
        let file = line.path + "/secrets.jsonl"
        let input = "\(client)\n\(client.replacing("acme", with: "nope"))\n{}\n"
        for options in [["--dry-run"], ["--with-secrets", file]] {
            let refused = await line.run(["client", "import", "-", "--data", line.path] + options, input: input)
            #expect(refused.status == .failed)
            #expect(
                refused.output.hasPrefix("LINE  MEMBER        DETAIL\n2     tenant        There is no tenant “nope”."))
            #expect(refused.output.contains("\n3     subscription  It is missing."))
            #expect(refused.errors.contains("Nothing was imported: there are 4 problems in 2 lines."))
        }
        #expect(!FileManager.default.fileExists(atPath: file))
        #expect(try await line.ask("client", "list").items.count == 2)
    }

    @Test func `a dry run of good lines says how many there would be`() async throws {
        _ = try await line.makePartner()
        let tried = await line.run("client", "import", "-", "--dry-run", input: client)
        #expect(tried.status == .done)
        #expect(tried.output == "1 clients would be created. Nothing is wrong, and nothing was changed.\n")
        #expect(try await line.ask("client", "list").items.count == 2)
    }

    @Test func `a file that is not there, or lines that are none, are refused`() async throws {
        _ = try await line.makePartner()
        let missing = await line.run("client", "import", "/nonexistent/lines")
        #expect(
            missing.status == .failed && missing.errors.contains("The lines cannot be read from /nonexistent/lines"))
        let empty = await line.run("client", "import", "-", input: "\n")
        #expect(empty.status == .failed && empty.errors.contains("There is nothing in it"))
    }

    @Test(arguments: [[], ["-", "--dry-run", "--with-secrets", "x"], ["a", "b"]])
    func `a call that cannot be is a wrong one`(options: [String]) async throws {
        #expect(await line.run(["client", "import", "--data", line.path] + options).status == .usage)
    }
}
