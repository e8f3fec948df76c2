import Testing

@testable import counterfoil

@Suite struct SecretWatchingCommandTests {
    private let line: CommandLineFixture

    init() throws { line = try CommandLineFixture() }

    @Test func `secrets that stop soon are listed`() async throws {
        let client = try await line.makePartner()["clients"].items[0]["client_id"].text
        #expect(try await line.ask("secret", "expiring").items.isEmpty)
        _ = try await line.ask("secret", "create", "--client", client, "--expires-in", "20d")
        #expect(try await line.ask("secret", "expiring").items.isEmpty)
        let found = try await line.ask("secret", "expiring", "--within", "30d")
        #expect(found.items.map { $0["client_id"].text } == [client])
        #expect(await line.run("secret", "expiring").output == "No secret stops that soon.\n")
    }

    @Test func `secrets that were rolled are listed until they stop`() async throws {
        let client = try await line.makePartner()["clients"].items[0]["client_id"].text
        line.advance(seconds: 1)
        _ = try await line.ask("secret", "roll", "--client", client, "--grace", "1d")
        #expect(try await line.ask("secret", "superseded").items.count == 1)
        #expect(try await line.ask("secret", "superseded", "--unused").items.count == 1)
        #expect(try await line.ask("secret", "superseded", "--used").items.isEmpty)
        line.advance(seconds: 86_400)
        #expect(try await line.ask("secret", "superseded").items.isEmpty)
    }

    @Test(arguments: [
        ["secret", "expiring", "--within", "soon"], ["secret", "superseded", "--used", "--unused"],
    ])
    func `a wrong call is refused`(arguments: [String]) async throws {
        _ = try await line.makePartner()
        #expect(await line.run(arguments + ["--data", line.path]).status == .usage)
    }
}
