import Cryptography
import Persistence
import Registry
import Testing
import Timekeeping
import Tokens

@testable import counterfoil

@Suite struct TokenCommandTests {
    private let line: CommandLineFixture

    init() throws {
        line = try CommandLineFixture()
    }

    @Test func `a token is told by its client, realm, key, scopes and times, and is not repeated`() async throws {
        let client = try await line.makePartner()["clients"][0]["client_id"].text
        let token = try await makeToken(for: client)
        let inspected = try await line.ask("token", "inspect", input: "  \(token.text.lowercased())\n")
        #expect(
            inspected.names == [
                "token_id", "token_format", "realm", "key_id", "client_id", "scopes", "resource", "issued_at",
                "expires_at", "state",
            ])
        #expect(inspected["token_id"].text == token.identifier.text)
        #expect(inspected["realm"].text == "acme/sandbox")
        #expect(inspected["client_id"].text == client)
        #expect(inspected["scopes"].texts == ["external"])
        #expect(inspected["issued_at"].text == "2026-11-24T22:37:38.000Z")
        #expect(inspected["expires_at"].text == "2026-11-24T22:57:38.000Z")
        #expect(inspected["state"].text == "active")
        let people = await line.run("token", "inspect", input: token.text)
        #expect(people.status == .done)
        #expect(!people.output.uppercased().contains(token.text))
    }

    @Test func `the key of a token stays the one it was made with`() async throws {
        let client = try await line.makePartner()["clients"][0]["client_id"].text
        let token = try await makeToken(for: client)
        line.advance(seconds: 1)
        _ = try await line.ask("key", "rotate", "--tenant", "acme")
        let later = try await makeToken(for: client)
        let keys = try await line.ask(
            "key", "list", "--tenant", "acme", "--environment", "sandbox", "--use", "sealed-token")
        #expect(keys.items.map { $0["state"].text } == ["retired", "active"])
        #expect(try await line.ask("token", "inspect", input: token.text)["key_id"].text == keys[0]["key_id"].text)
        #expect(try await line.ask("token", "inspect", input: later.text)["key_id"].text == keys[1]["key_id"].text)
    }

    @Test func `a token past its time is expired, and one of a suspended client revoked`() async throws {
        let client = try await line.makePartner()["clients"][0]["client_id"].text
        let token = try await makeToken(for: client)
        line.advance(seconds: 1_201)
        #expect(try await line.ask("token", "inspect", input: token.text)["state"].text == "expired")
        let later = try await makeToken(for: client)
        _ = try await line.ask("client", "suspend", client)
        let revoked = try await line.ask("token", "inspect", input: later.text)
        #expect(revoked["state"].text == "revoked")
        #expect(revoked["client_id"].isNull)
    }

    @Test func `a token is revoked by its text on standard input, once, and is not repeated`() async throws {
        let client = try await line.makePartner()["clients"][0]["client_id"].text
        let token = try await makeToken(for: client)
        let other = try await makeToken(for: client)
        let revoked = try await line.ask("token", "revoke", input: token.text + "\n")
        #expect(revoked["token_id"].text == token.identifier.text)
        #expect(revoked["state"].text == "revoked")
        #expect(revoked["client_id"].text == client)
        #expect(try await line.ask("token", "inspect", input: token.text)["state"].text == "revoked")
        #expect(try await line.ask("token", "inspect", input: other.text)["state"].text == "active")
        #expect(try await line.ask("token", "revoke", input: token.text)["state"].text == "revoked")
        let journal = await line.run("journal", "list", "--kind", "token.revoked", "--json")
        #expect(journal.output.split(separator: "\n").count == 1)
        #expect(journal.output.contains(token.identifier.text))
        #expect(!journal.output.uppercased().contains(token.text))
        line.advance(seconds: 1_201)
        #expect(try await line.ask("token", "revoke", input: other.text)["state"].text == "expired")
    }

    @Test(arguments: ["", " \n", "0000"])
    func `what is no token is not revoked`(_ input: String) async throws {
        _ = try await line.makePartner()
        let outcome = await line.run("token", "revoke", input: input)
        #expect(outcome.status == .failed)
        #expect(outcome.output.isEmpty)
    }

    @Test func `all tokens of a client are revoked, and the client stays active`() async throws {
        let client = try await line.makePartner()["clients"][0]["client_id"].text
        let token = try await makeToken(for: client)
        #expect(try await line.ask("client", "revoke-tokens", client)["status"].text == "active")
        #expect(try await line.ask("token", "inspect", input: token.text)["state"].text == "revoked")
        let fresh = try await makeToken(for: client)
        #expect(try await line.ask("token", "inspect", input: fresh.text)["state"].text == "active")
    }

    @Test func `a token whose key is destroyed is refused`() async throws {
        let client = try await line.makePartner()["clients"][0]["client_id"].text
        let token = try await makeToken(for: client)
        _ = try await line.ask("tenant", "suspend", "acme")
        let outcome = await line.run("token", "inspect", input: token.text)
        #expect(outcome.status == .failed)
        #expect(outcome.errors.hasPrefix("counterfoil: No realm of this server opens what was given."))
    }

    /// A token as the server makes them, of this moment.
    private func makeToken(for identifier: String) async throws -> SealedToken {
        let store = try SQLiteRegistryStore(directory: line.path, now: line.now)
        let rootKey = try DataDirectory.open(path: line.path, creating: false).rootKey(random: .system)
        let client = try await store.read { registry in try registry.requireClient(identifier) }
        let clock = line.now
        let directory = RealmTokensDirectory(store: store, rootKey: rootKey, timeSource: TimeSource { clock })
        let tokens = try await directory.tokens(of: client.realm)
        let profile = try await directory.profile(
            GrantProfiles.Content(
                scopes: client.scopes, resource: Resource.externalAPIIdentifier(of: client.realm),
                lifetimeSeconds: client.tokenLifetimeSeconds),
            in: tokens, for: client.id)
        return tokens.seal(
            clientNumber: client.number, profile: profile, at: clock, with: tokens.keys, random: .system)
    }
}
