import Cryptography
import Registry
import Testing
import Timekeeping

struct SecretOperationTests {
    private let fixture: RegistryFixture

    init() throws { fixture = try RegistryFixture() }

    private func created() async throws -> CreatedClient {
        try #require(try await fixture.subscribe().clients.first)
    }

    private func secrets(of client: Client) async throws -> [ClientSecretRecord] {
        try await fixture.store.read { registry in try registry.listSecrets(client.id) }
    }

    @discardableResult
    private func create(
        for client: Client, notBefore: Int64? = nil, expiresAt: Int64? = nil
    ) async throws -> CreatedSecret {
        let now = fixture.clock.now
        return try await fixture.run(
            CreateSecret(
                client: client.id.text, notBefore: notBefore.map { now.adding(seconds: $0) },
                expiresAt: expiresAt.map { now.adding(seconds: $0) }))
    }

    @Test func `a further secret leaves the others as they are`() async throws {
        let first = try await created()
        fixture.clock.advance(seconds: 10)
        let second = try await create(for: first.client, notBefore: 60, expiresAt: 3_600)
        #expect(try await secrets(of: first.client) == [first.firstSecret.record, second.record])
        #expect(second.record.createdAt == fixture.clock.now)
        #expect(second.record.notBefore == fixture.clock.now.adding(seconds: 60))
        #expect(second.record.expiresAt == fixture.clock.now.adding(seconds: 3_600))
        #expect(second.record.hint == second.secret.hint)
    }

    @Test func `a stored secret is recognised by the pepper it names`() async throws {
        let first = try await created()
        let second = try await create(for: first.client)
        let peppers = Peppers(store: fixture.store, rootKey: fixture.rootKey)
        let pepper = try await peppers.pepper(version: first.firstSecret.record.pepperVersion)
        #expect(
            try pepper.matches(first.firstSecret.secret.text.exposed, fingerprint: first.firstSecret.record.fingerprint)
        )
        #expect(try !pepper.matches(second.secret.text.exposed, fingerprint: first.firstSecret.record.fingerprint))
        #expect(try await fixture.store.read { registry in try registry.listPeppers().map(\.version) } == [1])
    }

    @Test(arguments: [(nil, 0), (nil, -1), (60, 60), (60, 59), (60, 1), (-60, 0), (-60, -1)] as [(Int64?, Int64)])
    func `a secret that would expire before it works is refused`(_ notBefore: Int64?, _ expiresAt: Int64) async throws {
        let client = try await created().client
        let now = fixture.clock.now
        let error = try await fixture.refusal(
            of: CreateSecret(
                client: client.id.text, notBefore: notBefore.map { now.adding(seconds: $0) },
                expiresAt: now.adding(seconds: expiresAt)))
        guard case .invalid("expires_at", let message) = error else {
            Issue.record("refused for something else: \(error)")
            return
        }
        #expect(message.contains("before it works. Give a later time"))
    }

    @Test func `a client has at most ten secrets that work or will work`() async throws {
        let client = try await created().client
        for place in 1..<9 { try await create(for: client, expiresAt: Int64(place) * 100) }
        let future = try await create(for: client, notBefore: 1_000)
        let operation = CreateSecret(client: client.id.text, notBefore: nil, expiresAt: nil)
        let error = try await fixture.refusal(of: operation)
        #expect(
            error
                == .conflict(
                    "The client \(client.id) has 10 secrets that work, which is the most it can have. "
                        + "Revoke one first: `counterfoil secret list --client \(client.id)`."))
        try await fixture.run(RevokeSecret(id: future.record.id.text))
        try await create(for: client)
        _ = try await fixture.refusal(of: operation)
        fixture.clock.advance(seconds: 100)
        try await create(for: client)
        #expect(try await secrets(of: client).count == 12)
    }

    @Test func `an expired secret cannot come back as the eleventh`() async throws {
        let client = try await created().client
        let expired = try await create(for: client, expiresAt: 100)
        fixture.clock.advance(seconds: 100)
        for _ in 0..<9 { try await create(for: client) }
        let revival = SetSecretExpiry(id: expired.record.id.text, expiresAt: fixture.clock.now.adding(seconds: 60))
        let error = try await fixture.refusal(of: revival)
        #expect(error.message.contains("has 10 secrets that work, which is the most it can have"))
        let living = try #require(try await secrets(of: client).last)
        let expiry = fixture.clock.now.adding(seconds: 60)
        #expect(try await fixture.run(SetSecretExpiry(id: living.id.text, expiresAt: expiry)).expiresAt == expiry)
    }

    @Test func `a revocation is written down once`() async throws {
        let created = try await created()
        fixture.clock.advance(seconds: 9)
        let revoked = try await fixture.run(RevokeSecret(id: created.firstSecret.record.id.text))
        #expect(revoked.revokedAt == fixture.clock.now && revoked.state(at: fixture.clock.now) == .revoked)
        #expect(try await secrets(of: created.client) == [revoked])
        fixture.clock.advance(seconds: 9)
        let changes = try await fixture.changes(of: {
            let again = try await fixture.run(RevokeSecret(id: created.firstSecret.record.id.text))
            #expect(again == revoked)
        })
        #expect(changes.isEmpty)
    }

    @Test(arguments: [0, 1, 1_000_000] as [Int64])
    func `an expiry can be set for now and later`(_ seconds: Int64) async throws {
        let created = try await created()
        fixture.clock.advance(seconds: 9)
        let expiry = fixture.clock.now.adding(seconds: seconds)
        let changed = try await fixture.run(SetSecretExpiry(id: created.firstSecret.record.id.text, expiresAt: expiry))
        #expect(changed.expiresAt == expiry)
        #expect(changed.state(at: fixture.clock.now) == (seconds == 0 ? .expired : .active))
        #expect(try await secrets(of: created.client) == [changed])
    }

    @Test func `an expiry in the past is refused`() async throws {
        let id = try await created().firstSecret.record.id.text
        let past = fixture.clock.now.adding(milliseconds: -1)
        let error = try await fixture.refusal(of: SetSecretExpiry(id: id, expiresAt: past))
        #expect(error.message.contains("is in the past. Give a time to come, or revoke the secret"))
    }

    @Test func `a revoked secret gets no expiry`() async throws {
        let id = try await created().firstSecret.record.id.text
        try await fixture.run(RevokeSecret(id: id))
        let error = try await fixture.refusal(of: SetSecretExpiry(id: id, expiresAt: fixture.clock.now))
        #expect(error == .conflict("The secret \(id) was revoked already; it works no more."))
    }

    @Test(arguments: ["", "sec_0", "cfs_live_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf1LumXD"])
    func `an unknown one is not found`(_ id: String) async throws {
        for error in [
            try await fixture.refusal(of: RevokeSecret(id: id)),
            try await fixture.refusal(of: SetSecretExpiry(id: id, expiresAt: fixture.clock.now)),
        ] {
            guard case .notFound(let message) = error else {
                Issue.record("refused for something else: \(error)")
                continue
            }
            #expect(message.hasSuffix("shows the identifiers; they start with sec_."))
        }
    }

    @Test func `a secret that was typed for an identifier is not repeated in the error`() async throws {
        let secret = try await created().firstSecret.secret.text.exposed
        let error = try await fixture.refusal(of: RevokeSecret(id: secret))
        #expect(!error.message.contains(secret.dropFirst(13)))
    }
}
