import CryptographyTesting
import Registry
import ResourceServer
import Testing
import Timekeeping
import Tokens

/// Single tokens in the revocation set of a realm, fed by the change feed.
struct TokenRevocationTests {
    private let fixture: RealmTokensFixture

    init() async throws { fixture = try await RealmTokensFixture() }

    private func isRevoked(_ token: SealedToken, by directory: RealmTokensDirectory? = nil) async throws -> Bool {
        let validator = try await fixture.validator(by: directory)
        do throws(AccessTokenValidationError) {
            _ = try await validator.validate(token.text)
            return false
        } catch {
            #expect(error == .revoked)
            return true
        }
    }

    private func revocation(of token: SealedToken) -> RevokeToken {
        RevokeToken(
            RevokedToken(
                realm: fixture.realm, identifier: token.identifier.text, until: fixture.clock.now.adding(seconds: 60)),
            of: fixture.client.id)
    }

    @Test func `a revocation of another process holds as soon as the change is heard`() async throws {
        let (token, other) = (try await fixture.seal(), try await fixture.seal())
        try await fixture.run(revocation(of: token))
        #expect(try await isRevoked(token) == false)
        try await fixture.hear()
        #expect(try await isRevoked(token))
        #expect(try await isRevoked(other) == false)
        #expect(try await isRevoked(token, by: fixture.anotherDirectory()))
    }

    @Test func `a revocation here holds before any change is heard, and others hear of it`() async throws {
        let token = try await fixture.seal()
        let tokens = try await fixture.directory.tokens(of: fixture.realm)
        let opened = try #require(try await fixture.directory.open(token, in: tokens))
        let other = fixture.anotherDirectory()
        #expect(try await isRevoked(token, by: other) == false)
        try await fixture.directory.revoke(
            opened, in: tokens, of: fixture.client.id, at: fixture.clock.now, random: fixture.random.source,
            circumstances: [:])
        #expect(try await isRevoked(token))
        try await fixture.feed.poll { change throws(RegistryError) in await other.apply(change) }
        #expect(try await isRevoked(token, by: other))
    }

    @Test func `a change of a revocation reads nothing, and later changes keep what was revoked`() async throws {
        let token = try await fixture.seal()
        let store = OvertakenStore(fixture.store)
        let directory = RealmTokensDirectory(
            store: store, rootKey: fixture.rootKey, timeSource: fixture.clock.source)
        #expect(try await isRevoked(token, by: directory) == false)
        let (reads, last) = (store.reads, fixture.feed.lastNumber)
        try await fixture.run(revocation(of: token))
        let changes = try await fixture.store.read { registry in try registry.listChanges(after: last, limit: 10) }
        for change in changes { await directory.apply(change) }
        #expect(changes.map(\.kind) == ["token.revoked"])
        #expect(store.reads == reads)
        #expect(try await isRevoked(token, by: directory))
        try await fixture.run(StageKey(realm: fixture.realm))
        try await fixture.feed.poll { change throws(RegistryError) in await directory.apply(change) }
        #expect(store.reads > reads)
        #expect(try await isRevoked(token, by: directory))
    }

    @Test func `a revocation that overtakes the first reading of its realm holds, without another reading`()
        async throws
    {
        let token = try await fixture.seal()
        let store = OvertakenStore(fixture.store)
        let directory = RealmTokensDirectory(
            store: store, rootKey: fixture.rootKey, timeSource: fixture.clock.source)
        let feed = try await ChangeFeed(store: fixture.store, timeSource: fixture.clock.source)
        let revocation = revocation(of: token)
        store.afterNextRead { [fixture] () throws(RegistryError) in
            try await fixture.run(revocation)
            try await feed.poll { change throws(RegistryError) in await directory.apply(change) }
        }
        #expect(try await isRevoked(token, by: directory))
        #expect(store.reads == 1)
    }

    @Test func `a token is revoked once, with one change row`() async throws {
        let token = try await fixture.seal()
        let last = fixture.feed.lastNumber
        try await fixture.run(revocation(of: token))
        try await fixture.run(revocation(of: token))
        let changes = try await fixture.store.read { registry in try registry.listChanges(after: last, limit: 10) }
        #expect(changes.count == 1)
        #expect(changes.first.flatMap { RevokedToken($0) }?.identifier == token.identifier.text)
    }

    @Test func `another realm's tokens are none of this one's`() async throws {
        let production = try #require(RealmIdentifier(text: "acme/production"))
        let token = try await fixture.seal()
        let tokens = try await fixture.directory.tokens(of: production)
        #expect(try await fixture.directory.open(token, in: tokens) == nil)
    }
}
