import Cryptography
import Registry
import ResourceServer
import Testing
import Timekeeping
import Tokens

struct KeyOperationsTests {
    private let fixture: RealmTokensFixture

    init() async throws { fixture = try await RealmTokensFixture() }

    private func keys(_ realm: RealmIdentifier? = nil) async throws -> [KeyRecord] {
        let realm = realm ?? fixture.realm
        return try await fixture.store.read { registry in
            try registry.listKeys(realm).filter { $0.use == .sealedToken }
        }
    }

    private func changes(after number: Int64) async throws -> [Change] {
        try await fixture.store.read { registry in try registry.listChanges(after: number, limit: 100) }
    }

    /// The reason of a refusal that left the keys and the changes as they were.
    private func conflict(of operation: some RegistryOperation) async throws -> String {
        let before = try await keys()
        let last = try await fixture.store.read { registry in try registry.lastChangeNumber() }
        let error = await #expect(throws: RegistryError.self) { try await fixture.run(operation) }
        #expect(try await keys() == before)
        #expect(try await changes(after: last).isEmpty)
        guard case .conflict(let message) = error else {
            Issue.record("refused for something else: \(String(describing: error))")
            return ""
        }
        return message
    }

    /// Stages a key and activates it, a second later than what came before.
    @discardableResult
    private func rotate() async throws -> KeyRecord {
        fixture.clock.advance(seconds: 1)
        let staged = try await fixture.run(StageKey(realm: fixture.realm))
        return try await fixture.run(ActivateKey(realm: fixture.realm, identifier: staged.identifier))
    }

    @Test func `a staged key is there and makes nothing`() async throws {
        let first = try await keys()
        fixture.clock.advance(seconds: 1)
        let staged = try await fixture.run(StageKey(realm: fixture.realm))
        #expect(staged.state == .staged && staged.createdAt == fixture.clock.now && staged.activatedAt == nil)
        #expect(try await keys() == first + [staged])
        let tokens = try await fixture.directory.tokens(of: fixture.realm)
        #expect(tokens.keys.sealing.active.identifier.value == first.first?.identifier)
    }

    @Test func `an activated key takes the place of the one before, which is retired`() async throws {
        let first = try #require(try await keys().first)
        let active = try await rotate()
        #expect(active.state == .active && active.activatedAt == fixture.clock.now)
        let stored = try await keys()
        #expect(stored.map(\.state) == [.retired, .active] && stored.last == active)
        #expect(stored.first?.retiredAt == fixture.clock.now && stored.first?.wrapped == first.wrapped)
    }

    @Test func `only the realm that is named changes`() async throws {
        let production = RealmIdentifier(tenant: fixture.realm.tenant, environment: .production)
        let before = try await keys(production)
        try await rotate()
        #expect(try await keys(production) == before)
    }

    @Test func `a key that is not staged is not activated`() async throws {
        let first = try #require(try await keys().first).identifier
        #expect(
            try await conflict(of: ActivateKey(realm: fixture.realm, identifier: first)).hasPrefix(
                "Key \(first) is active, and only a staged key can be activated"))
        try await rotate()
        #expect(
            try await conflict(of: ActivateKey(realm: fixture.realm, identifier: first)).hasPrefix(
                "Key \(first) is retired, and only a staged key can be activated"))
        #expect(
            try await conflict(of: ActivateKey(realm: fixture.realm, identifier: "key_0")).hasPrefix(
                "There is no key key_0 in this ring."))
    }

    @Test func `a staged key of another realm is not activated here`() async throws {
        let production = RealmIdentifier(tenant: fixture.realm.tenant, environment: .production)
        let staged = try await fixture.run(StageKey(realm: production))
        let reason = try await conflict(of: ActivateKey(realm: fixture.realm, identifier: staged.identifier))
        #expect(reason.hasPrefix("There is no key \(staged.identifier) in this ring."))
    }

    @Test func `a ring has at most four keys in use`() async throws {
        for _ in 0..<3 { try await fixture.run(StageKey(realm: fixture.realm)) }
        #expect(
            try await conflict(of: StageKey(realm: fixture.realm))
                == "The ring already has 4 keys in use, the most there may be. Activate or destroy a staged key first.")
    }

    @Test func `a full ring names the retired keys, and has room when they are destroyed`() async throws {
        for _ in 0..<3 { try await rotate() }
        let retired = try await keys().filter { $0.state == .retired }.map(\.identifier)
        let reason = try await conflict(of: StageKey(realm: fixture.realm))
        #expect(retired.count == 3 && retired.allSatisfy(reason.contains))
        fixture.clock.advance(seconds: 86_701)
        #expect(try await fixture.run(DestroyExpiredKeys(realm: fixture.realm)).count == 3)
        #expect(try await fixture.run(StageKey(realm: fixture.realm)).state == .staged)
    }

    @Test func `a retired key goes when the last token it made has expired, with its material`() async throws {
        let first = try #require(try await keys().first)
        let token = try await fixture.seal(lifetimeSeconds: 86_400)
        try await fixture.run(StageKey(realm: fixture.realm))
        let staged = try #require(try await keys().last).identifier
        try await fixture.run(ActivateKey(realm: fixture.realm, identifier: staged))
        try await fixture.run(StageKey(realm: fixture.realm))
        fixture.clock.advance(milliseconds: 86_400_499)
        #expect(try await fixture.run(DestroyExpiredKeys(realm: fixture.realm)).isEmpty)
        #expect(try await fixture.validator().validate(token.text).identifier == token.identifier.text)
        // A server that heard late of the rotation made tokens with the old key for a while.
        fixture.clock.advance(milliseconds: 300_000)
        #expect(try await fixture.run(DestroyExpiredKeys(realm: fixture.realm)).isEmpty)
        fixture.clock.advance(milliseconds: 1)
        let destroyed = try await fixture.run(DestroyExpiredKeys(realm: fixture.realm))
        #expect(destroyed.map(\.identifier) == [first.identifier])
        #expect(destroyed.allSatisfy { $0.wrapped.isEmpty && $0.destroyedAt == fixture.clock.now })
        #expect(Set(try await keys().map(\.state)) == [.destroyed, .active, .staged])
        #expect(try await fixture.run(DestroyExpiredKeys(realm: fixture.realm)).isEmpty)
    }

    @Test func `each step is a change, and none holds the key`() async throws {
        let last = try await fixture.store.read { registry in try registry.lastChangeNumber() }
        let active = try await rotate()
        fixture.clock.advance(seconds: 86_701)
        let destroyed = try #require(try await fixture.run(DestroyExpiredKeys(realm: fixture.realm)).first)
        let changes = try await changes(after: last)
        #expect(changes.map(\.kind) == ["key.staged", "key.rotated", "key.destroyed"])
        #expect(changes.map(\.subject) == [active.identifier, active.identifier, destroyed.identifier])
        #expect(
            changes.map(\.after)
                == ["staged", "active", "destroyed"].map { ["use": "sealed-token", "state": $0] })
        #expect(changes.allSatisfy { $0.realm == fixture.realm && $0.actor.name == "cli:tester" })
    }

    @Test func `a key of a tenant that is not there is refused`() async throws {
        let realm = try #require(RealmIdentifier(text: "nobody/sandbox"))
        let error = await #expect(throws: RegistryError.self) { try await fixture.run(StageKey(realm: realm)) }
        #expect(error?.message.hasPrefix("There is no tenant “nobody”.") == true)
    }
}
