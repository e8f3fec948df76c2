import Registry
import Testing
import Timekeeping

/// Which secret stands in the place of which, and what is warned of.
@Suite struct SecretStandingTests {
    private let fixture: RegistryFixture
    private let client: Client
    private let first: ClientSecretRecord

    init() async throws {
        fixture = try RegistryFixture()
        let created = try #require(try await fixture.subscribe().clients.first)
        client = created.client
        first = try created.firstSecret.record
        fixture.clock.advance(seconds: 10)
    }

    private func create(notBefore: Int64? = nil, expiresIn: Int64? = nil) async throws -> ClientSecretRecord {
        let now = fixture.clock.now
        let created = try await fixture.run(
            CreateSecret(
                client: client.id.text, notBefore: notBefore.map { now.adding(seconds: $0) },
                expiresAt: expiresIn.map { now.adding(seconds: $0) }))
        fixture.clock.advance(seconds: 10)
        return created.record
    }

    private func expire(_ secret: ClientSecretRecord, in seconds: Int64) async throws {
        try await fixture.run(
            SetSecretExpiry(id: secret.id.text, expiresAt: fixture.clock.now.adding(seconds: seconds)))
    }

    private func use(_ secret: ClientSecretRecord) async throws {
        let use = SecretUse(secret: secret.id, at: fixture.clock.now, remoteAddress: "192.0.2.7")
        try await fixture.store.write { try $0.recordUse([use]) }
    }

    private func standing(_ secret: ClientSecretRecord) async throws -> SecretStanding {
        let now = fixture.clock.now
        return try await fixture.store.read { try $0.requireSecretStanding(secret.id, at: now) }
    }

    private func search(_ kind: SecretSearch.Kind) async throws -> [SecretIdentifier] {
        let search = SecretSearch(kind, at: fixture.clock.now)
        return try await fixture.store.read { try $0.searchSecrets(search).map(\.secret.id) }
    }

    /// The clients' secrets of the fixture that the journal is warned of now.
    private func warn() async throws -> [Change] {
        try await fixture.changes(of: { try await fixture.run(WarnOfExpiringSecrets()) })
    }

    @Test func `a secret alone has no successor`() async throws {
        let standing = try await standing(first)
        #expect(standing.successor == nil && standing.succession == .current && standing.secret == first)
    }

    @Test func `the first later secret that works is the successor, and use after it tells`() async throws {
        try await use(first)
        let second = try await create()
        let third = try await create()
        #expect(try await standing(first).successor?.id == second.id)
        #expect(try await standing(first).succession == .unused)
        #expect(try await standing(second).successor?.id == third.id)
        #expect(try await standing(third).successor == nil)
        try await use(first)
        #expect(try await standing(first).succession == .stillUsed)
        #expect(try await standing(second).succession == .unused)
        #expect(try await Set(search(.superseded(nil))) == [first.id, second.id])
        #expect(try await search(.superseded(.stillUsed)) == [first.id])
        #expect(try await search(.superseded(.unused)) == [second.id])
    }

    @Test func `a secret that works later, or not as long, or no more, is no successor`() async throws {
        let future = try await create(notBefore: 1_000)
        let short = try await create(expiresIn: 500)
        let revoked = try await create()
        try await fixture.run(RevokeSecret(id: revoked.id.text))
        #expect(try await standing(first).successor == nil)
        try await expire(first, in: 300)
        #expect(try await standing(first).successor?.id == short.id)
        try await expire(first, in: 900)
        #expect(try await standing(first).successor == nil)
        fixture.clock.advance(seconds: 899)
        #expect(try await standing(first).successor == nil)
        try await expire(first, in: 200)
        fixture.clock.advance(seconds: 199)
        #expect(try await standing(first).successor?.id == future.id)
        fixture.clock.advance(seconds: 1)
        #expect(try await standing(first).successor == nil, "what works no more is not superseded")
    }

    @Test func `secrets that stop are listed soonest first, page by page, without those of deleted clients`()
        async throws
    {
        let other = try #require(try await fixture.subscribe(partner: "Other").clients.last)
        let late = try await create(expiresIn: 2_000)
        let soon = try await create(expiresIn: 1_000)
        try await expire(other.firstSecret.record, in: 1_500)
        let end = fixture.clock.now.adding(seconds: 5_000)
        let all = [soon.id, try other.firstSecret.record.id, late.id]
        #expect(try await search(.expiring(by: end)) == all)
        #expect(try await search(.expiring(by: fixture.clock.now.adding(seconds: 1_200))) == [soon.id])
        var page = SecretSearch(.expiring(by: end), at: fixture.clock.now)
        page.limit = 1
        for id in all {
            let found = try await fixture.store.read { [page] in try $0.searchSecrets(page) }
            #expect(found.map(\.secret.id) == [id])
            let expiry = try #require(found.first?.secret.expiresAt)
            page.after = RegistrySearch.Place(value: String(expiry.millisecondsSince1970), identifier: id.text)
        }
        let rest = try await fixture.store.read { [page] in try $0.searchSecrets(page) }
        #expect(rest.isEmpty)
        try await fixture.run(SetClientStatus(client: other.client.id.text, status: .deleted))
        #expect(try await search(.expiring(by: end)) == [soon.id, late.id])
    }

    @Test func `the journal is warned once of each expiry, two weeks before it`() async throws {
        let day: Int64 = 86_400
        try await expire(first, in: 20 * day)
        #expect(try await warn().isEmpty)
        fixture.clock.advance(seconds: 6 * day)
        let warned = try await warn()
        #expect(warned.map(\.kind) == ["secret.expiring"] && warned.first?.subject == first.id.text)
        let expiry = try #require(try await standing(first).secret.expiresAt)
        #expect(
            warned.first?.after == [
                "client_id": client.id.text, "hint": first.hint, "expires_at": expiry.description,
                "last_used_at": "never",
            ])
        #expect(try await warn().isEmpty)
        try await expire(first, in: 10 * day)
        #expect(try await warn().count == 1)
        #expect(try await warn().isEmpty)
    }

    @Test func `of a superseded secret the journal is warned only when it is still used`() async throws {
        try await expire(first, in: 1_000)
        let second = try await create()
        #expect(try await warn().isEmpty)
        try await use(first)
        let warned = try await warn()
        #expect(warned.map(\.subject) == [first.id.text])
        #expect(warned.first?.after["superseded_by"] == second.id.text)
        #expect(warned.first?.after["last_used_at"] == fixture.clock.now.description)
        #expect(try await warn().isEmpty)
    }

    @Test func `secrets are counted as they are listed`() async throws {
        let second = try await create(expiresIn: 100_000)
        _ = try await create()
        try await expire(first, in: 1_000)
        try await use(first)
        let now = fixture.clock.now
        let counts = try await fixture.store.read { registry in
            try registry.countSecrets(expiringBy: now.adding(seconds: 2_000), at: now)
        }
        #expect(counts == SecretCounts(expiringSoon: 1, superseded: 1, supersededInUse: 1))
        try await fixture.run(RevokeSecret(id: second.id.text))
        try await fixture.run(RevokeSecret(id: first.id.text))
        let rest = try await fixture.store.read { registry in
            try registry.countSecrets(expiringBy: now.adding(seconds: 2_000), at: now)
        }
        #expect(rest == SecretCounts(expiringSoon: 0, superseded: 0, supersededInUse: 0))
    }
}
