import Foundation
import Testing

@testable import counterfoil

@Suite struct OperatorCommandTests {
    private let line: CommandLineFixture

    init() throws {
        line = try CommandLineFixture()
    }

    @Test func `operators are made before a first start, listed, changed, suspended and deleted`() async throws {
        let created = try await line.ask("operator", "create", "ada", "--role", "administrator")
        #expect(
            created.names == ["operator", "display_name", "role", "status", "created_at", "last_signed_in_at"])
        #expect(created["display_name"].text == "ada")
        _ = try await line.ask("operator", "create", "bob", "--role", "viewer", "--display-name", "Bob")
        #expect(try await line.ask("operator", "list").items.map { $0["operator"].text } == ["ada", "bob"])
        #expect(try await line.ask("operator", "update", "bob", "--role", "support")["role"].text == "support")
        #expect(try await line.ask("operator", "suspend", "bob")["status"].text == "suspended")
        #expect(try await line.ask("operator", "resume", "bob")["status"].text == "active")
        #expect(try await line.ask("operator", "show", "bob")["display_name"].text == "Bob")
        _ = try await line.ask("operator", "delete", "bob")
        #expect(try await line.ask("operator", "list").items.count == 1)
        let last = await line.run("operator", "delete", "ada")
        #expect(last.status == .failed)
        #expect(last.errors.contains("last active administrator"))
    }

    @Test func `a link is printed with its operator, its end and a warning`() async throws {
        _ = try await line.ask("operator", "create", "ada", "--role", "viewer")
        let link = try await line.ask("operator", "link", "ada")
        #expect(link["sign_in_link"].text.hasPrefix("http://localhost:8081/console/sign-in#"))
        #expect(link["expires_at"].text == "2026-11-24T22:52:38.000Z")
        let other = await line.run("operator", "link", "ada", "--console", "https://admin.example.com/")
        #expect(other.output.contains("https://admin.example.com/console/sign-in#"))
        #expect(other.output.contains("Whoever opens the link first is signed in."))
        let journal = await line.run("journal", "list")
        #expect(journal.output.contains("operator.link_created"))
        let token = try #require(link["sign_in_link"].text.split(separator: "#").last)
        #expect(!journal.output.contains(token))
    }

    @Test func `an operator who is signed in nowhere has no sessions to revoke`() async throws {
        _ = try await line.ask("operator", "create", "ada", "--role", "viewer")
        #expect(try await line.ask("operator", "sessions", "ada").items.isEmpty)
        #expect(try await line.ask("operator", "revoke-sessions", "ada")["operator"].text == "ada")
        let unknown = await line.run("operator", "revoke-sessions", "ada", "--session", "ses_x")
        #expect(unknown.status == .failed)
        #expect(unknown.errors.contains("has no session “ses_x”"))
    }

    @Test(arguments: [
        ["create", "ada"], ["create", "ada", "--role", "owner"], ["update", "ada"],
        ["link", "ada", "--console", "localhost:8081"], ["link", "ada", "--console", "http://x/#y"],
    ])
    func `a wrong call is refused with usage`(_ arguments: [String]) async {
        let outcome = await line.run(["operator"] + arguments + ["--data", line.path])
        #expect(outcome.status == .usage)
    }

    @Test(arguments: ["show", "suspend", "resume", "delete", "link", "sessions", "revoke-sessions"])
    func `an unknown operator is refused with the command that lists them`(_ verb: String) async throws {
        _ = try await line.ask("operator", "create", "ada", "--role", "viewer")
        let outcome = await line.run("operator", verb, "nobody")
        #expect(outcome.status == .failed)
        #expect(outcome.errors.contains("counterfoil operator list"))
    }
}
