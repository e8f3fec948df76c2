import Cryptography
import CryptographyTesting
import Registry
import Testing
import Timekeeping
import Tokens

struct WantedKeysTests {
    private let fixture: RealmTokensFixture

    init() async throws { fixture = try await RealmTokensFixture() }

    /// Sets the form of the client's tokens and gives the changes that say so.
    private func configure(_ format: TokenFormat?) async throws -> [Change] {
        let last = try await fixture.store.read { registry in try registry.lastChangeNumber() }
        var settings = ClientSettingsChange()
        settings.tokenFormat = .some(format)
        _ = try await fixture.run(
            UpdateClient(
                client: fixture.client.id.text, name: nil, scopes: nil, tokenLifetimeSeconds: nil, settings: settings))
        return try await fixture.store.read { registry in try registry.listChanges(after: last, limit: 10) }
    }

    @Test func `the key of a configured form is in the JWK set before the first token`() async throws {
        let tokens = try await fixture.directory.tokens(of: fixture.realm)
        #expect(tokens.keys.signing.active(.signRS256) == nil)
        let wanted = WantedKeys(try await configure(.jwtRS256))
        await fixture.directory.prepare(wanted, random: fixture.random.source)
        let made = try #require(tokens.keys.signing.active(.signRS256))
        #expect(String(decoding: tokens.keys.signing.keySetJSON, as: UTF8.self).contains(made.keyID))
        await fixture.directory.prepare(wanted, random: fixture.random.source)
        #expect(try await fixture.signingKey(.signRS256).keyID == made.keyID)
    }

    @Test(arguments: [TokenFormat?.none, .sealed, .jwtES256, .jwtEdDSA])
    func `forms whose keys are there from the beginning want none`(_ format: TokenFormat?) async throws {
        #expect(WantedKeys(try await configure(format)).isEmpty)
    }

    @Test func `a suspended tenant gets no key`() async throws {
        let wanted = WantedKeys(try await configure(.jwtRS256))
        _ = try await fixture.run(SetTenantStatus(name: fixture.realm.tenant.text, status: .suspended))
        await fixture.directory.prepare(wanted, random: fixture.random.source)
        let realm = fixture.realm
        let keys = try await fixture.store.read { registry in try registry.listKeys(realm) }
        #expect(!keys.contains { $0.use == .signRS256 })
    }
}
