import Cryptography
import CryptographyTesting
import Registry
import Testing
import Timekeeping
import Tokens

struct TokenInspectionTests {
    private let fixture: RealmTokensFixture

    init() async throws { fixture = try await RealmTokensFixture() }

    private func inspect(_ text: String) async throws -> TokenInspection? {
        try await TokenInspection.inspect(text, in: fixture.store, rootKey: fixture.rootKey, now: fixture.clock.now)
    }

    @Test func `a good token tells its realm, client and times`() async throws {
        let token = try await fixture.seal(lifetimeSeconds: 90)
        let issuedAt = Timestamp(secondsSince1970: 1_795_521_600)
        let found = try #require(try await inspect(token.text))
        #expect(found.realm == fixture.realm && found.client == fixture.client.id)
        #expect(found.tokenIdentifier == token.identifier.text && found.state == .active)
        #expect(found.scopes.map(\.text) == ["external"])
        #expect(found.resource == "urn:counterfoil:acme:sandbox:external")
        #expect(found.issuedAt == issuedAt && found.expiresAt == issuedAt.adding(seconds: 90))
    }

    @Test func `its state turns when the validator's answer does`() async throws {
        let token = try await fixture.seal()
        fixture.clock.advance(milliseconds: 60_499)
        #expect(try await inspect(token.text)?.state == .active)
        fixture.clock.advance(milliseconds: 1)
        #expect(try await inspect(token.text)?.state == .expired)
    }

    @Test func `a token of a suspended client is revoked, and names no client`() async throws {
        let token = try await fixture.seal()
        try await fixture.run(SetClientStatus(client: fixture.client.id.text, status: .suspended))
        let found = try #require(try await inspect(token.text))
        #expect(found.state == .revoked && found.client == nil && found.realm == fixture.realm)
        fixture.clock.advance(seconds: 86_701)
        #expect(try await inspect(token.text)?.state == .expired)
    }

    @Test func `staged and retired keys open too`() async throws {
        let token = try await fixture.seal()
        let staged = try await fixture.run(StageKey(realm: fixture.realm))
        try await fixture.run(ActivateKey(realm: fixture.realm, identifier: staged.identifier))
        #expect(try await inspect(token.text)?.state == .active)
    }

    @Test func `the token of any tenant is found, also beyond one page of tenants`() async throws {
        let token = try await fixture.seal()
        let context = fixture.context
        try await fixture.store.write { registry in
            for place in 0...RegistryLimits.pageRows {
                _ = try CreateTenant(name: "aaa-\(place)", displayName: nil).run(in: registry, context)
            }
        }
        #expect(try await inspect(token.text)?.realm == fixture.realm)
    }

    @Test(arguments: ["", "no token", String(repeating: "0", count: 63), String(repeating: "0", count: 64)])
    func `what no realm made is not found`(_ text: String) async throws {
        #expect(try await inspect(text) == nil)
    }

    @Test func `a token of a suspended tenant is not found: its keys are destroyed`() async throws {
        let token = try await fixture.seal()
        try await fixture.run(SetTenantStatus(name: "acme", status: .suspended))
        #expect(try await inspect(token.text) == nil)
    }

    @Test func `with another root key nothing opens, and the error says so`() async throws {
        let token = try await fixture.seal()
        let other = RootKey.random(from: fixture.random.source)
        let error = await #expect(throws: RegistryError.self) {
            try await TokenInspection.inspect(
                token.text, in: fixture.store, rootKey: other, now: fixture.clock.now)
        }
        #expect(error?.message.contains("Put the right root key in place") == true)
    }
}
