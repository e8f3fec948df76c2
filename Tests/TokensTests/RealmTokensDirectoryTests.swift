import Cryptography
import CryptographyTesting
import Registry
import ResourceServer
import Testing
import Timekeeping
import Tokens

struct RealmTokensDirectoryTests {
    private let fixture: RealmTokensFixture

    init() async throws { fixture = try await RealmTokensFixture() }

    /// The error of a token, `nil` while it is good.
    private func fault(
        of token: SealedToken, by directory: RealmTokensDirectory? = nil
    ) async throws -> AccessTokenValidationError? {
        let validator = try await fixture.validator(by: directory)
        do throws(AccessTokenValidationError) {
            _ = try await validator.validate(token.text)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a realm is read once and is the same for all`() async throws {
        let first = try await fixture.directory.tokens(of: fixture.realm)
        let again = try await withThrowingTaskGroup(of: RealmTokens.self) { group in
            for _ in 0..<20 { group.addTask { try await fixture.directory.tokens(of: fixture.realm) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(again.allSatisfy { $0 === first } && first.realm == fixture.realm)
    }

    @Test func `a realm without keys is told with the way to give it one`() async throws {
        let realm = try #require(RealmIdentifier(text: "nobody/sandbox"))
        await #expect(
            throws: RegistryError.storage(
                "The realm nobody/sandbox has no active key. `counterfoil key rotate` gives it one.")
        ) { try await fixture.directory.tokens(of: realm) }
    }

    @Test func `with another root key the keys do not open, and the error says so`() async throws {
        let directory = RealmTokensDirectory(
            store: fixture.store, rootKey: RootKey.random(from: fixture.random.source),
            timeSource: fixture.clock.source)
        let error = await #expect(throws: RegistryError.self) { try await directory.tokens(of: fixture.realm) }
        #expect(error?.message.contains("Put the right root key in place") == true)
    }

    @Test func `a token made here is good here and on another server`() async throws {
        let token = try await fixture.seal()
        #expect(try await fault(of: token) == nil)
        #expect(try await fault(of: token, by: fixture.anotherDirectory()) == nil)
    }

    @Test func `a grant profile that another server makes later is fetched when a token carries it`() async throws {
        let other = fixture.anotherDirectory()
        _ = try await other.tokens(of: fixture.realm)
        #expect(try await fault(of: try await fixture.seal(lifetimeSeconds: 61), by: other) == nil)
        #expect(try await fault(of: try await fixture.seal(lifetimeSeconds: 62), by: other) == nil)
    }

    @Test func `a suspended client's tokens stop as soon as the change is heard, and stay stopped`() async throws {
        let token = try await fixture.seal(lifetimeSeconds: 86_400)
        #expect(try await fault(of: token) == nil)
        try await fixture.run(SetClientStatus(client: fixture.client.id.text, status: .suspended))
        #expect(try await fault(of: token) == nil)
        try await fixture.hear()
        #expect(try await fault(of: token) == .revoked)
        #expect(fixture.directory.revocationCount == 1)
        try await fixture.run(SetClientStatus(client: fixture.client.id.text, status: .active))
        try await fixture.hear()
        #expect(try await fault(of: token) == .revoked)
        #expect(try await fault(of: token, by: fixture.anotherDirectory()) == .revoked)
        let fresh = try await fixture.seal()
        #expect(try await fault(of: fresh) == nil)
    }

    @Test(arguments: [Subscription.Status.suspended, .ended])
    func `when a subscription stops, the tokens of its clients stop`(_ status: Subscription.Status) async throws {
        let token = try await fixture.seal()
        try await fixture.run(SetSubscriptionStatus(id: fixture.subscription.id.text, status: status))
        try await fixture.hear()
        #expect(try await fault(of: token) == .revoked)
    }

    @Test func `when a tenant is suspended, all its tokens stop for good`() async throws {
        let token = try await fixture.seal()
        #expect(try await fault(of: token) == nil)
        try await fixture.run(SetTenantStatus(name: "acme", status: .suspended))
        try await fixture.hear()
        #expect(try await fault(of: token) == .unknown)
        try await fixture.run(SetTenantStatus(name: "acme", status: .active))
        try await fixture.hear()
        #expect(try await fault(of: token) == .unknown)
        #expect(try await fault(of: try await fixture.seal()) == nil)
    }

    @Test func `the change of another tenant leaves a realm as it is`() async throws {
        let token = try await fixture.seal()
        try await fixture.run(CreateTenant(name: "other", displayName: nil))
        try await fixture.run(SetTenantStatus(name: "other", status: .suspended))
        try await fixture.hear()
        #expect(try await fault(of: token) == nil)
    }

    @Test func `when the key is rotated, older tokens stay good`() async throws {
        let token = try await fixture.seal()
        let staged = try await fixture.run(StageKey(realm: fixture.realm))
        try await fixture.hear()
        let before = try await fixture.directory.tokens(of: fixture.realm).keys.sealing.active.identifier
        try await fixture.run(ActivateKey(realm: fixture.realm, identifier: staged.identifier))
        try await fixture.hear()
        let after = try await fixture.directory.tokens(of: fixture.realm).keys.sealing.active.identifier
        #expect(before.value != staged.identifier && after.value == staged.identifier)
        #expect(try await fault(of: token) == nil)
        #expect(try await fault(of: try await fixture.seal()) == nil)
    }

    @Test func `a server that has not heard of the activation opens what another one makes with the staged key`()
        async throws
    {
        let staged = try await fixture.run(StageKey(realm: fixture.realm))
        try await fixture.hear()
        _ = try await fixture.seal()
        try await fixture.run(ActivateKey(realm: fixture.realm, identifier: staged.identifier))
        let other = fixture.anotherDirectory()
        let token = try await fixture.seal(by: other)
        #expect(try await other.tokens(of: fixture.realm).keys.sealing.active.identifier.value == staged.identifier)
        #expect(try await fault(of: token) == nil)
    }

    @Test func `a revocation is forgotten when the last token it stops has expired`() async throws {
        _ = try await fixture.seal()
        try await fixture.run(SetClientStatus(client: fixture.client.id.text, status: .suspended))
        try await fixture.hear()
        fixture.clock.advance(seconds: 86_700)
        fixture.directory.removeExpired()
        #expect(fixture.directory.revocationCount == 1)
        fixture.clock.advance(seconds: 1)
        fixture.directory.removeExpired()
        #expect(fixture.directory.revocationCount == 0)
    }

    @Test func `a reading that a change overtook is read again`() async throws {
        // The change comes between the reading of the realm and its entry into the directory.
        let store = OvertakenStore(fixture.store)
        let directory = RealmTokensDirectory(
            store: store, rootKey: fixture.rootKey, timeSource: fixture.clock.source)
        let token = try await fixture.seal()
        let feed = try await ChangeFeed(store: fixture.store, timeSource: fixture.clock.source)
        store.afterNextRead { [fixture] () throws(RegistryError) in
            try await fixture.run(SetClientStatus(client: fixture.client.id.text, status: .suspended))
            try await feed.poll { change throws(RegistryError) in await directory.apply(change) }
        }
        #expect(try await fault(of: token, by: directory) == .revoked)
    }

    @Test func `changes of secrets and scopes are none of a realm's tokens`() async throws {
        let token = try await fixture.seal()
        let store = OvertakenStore(fixture.store)
        let directory = RealmTokensDirectory(
            store: store, rootKey: fixture.rootKey, timeSource: fixture.clock.source)
        #expect(try await fault(of: token, by: directory) == nil)
        let reads = store.reads
        let last = fixture.feed.lastNumber
        try await fixture.run(CreateSecret(client: fixture.client.id.text, notBefore: nil, expiresAt: nil))
        try await fixture.run(CreateScope(tenant: "acme", name: "read", description: "d", environment: nil))
        let changes = try await fixture.store.read { registry in try registry.listChanges(after: last, limit: 10) }
        for change in changes { await directory.apply(change) }
        #expect(changes.count == 3 && store.reads == reads)
    }
}
