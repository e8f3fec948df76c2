import Registry
import Testing
import Timekeeping

struct SecretUseLogTests {
    private let fixture: RegistryFixture
    private let store: ObservedStore
    private let log = SecretUseLog()

    init() throws {
        fixture = try RegistryFixture()
        store = ObservedStore(fixture.store)
    }

    private func note(_ secret: ClientSecretRecord, second: Int64) {
        log.note(
            SecretUse(
                secret: secret.id, at: Timestamp(secondsSince1970: second), remoteAddress: "203.0.113.7"))
    }

    private func lastUse(of secret: ClientSecretRecord) async throws -> Int64? {
        try await fixture.store.read { registry in
            try registry.findSecret(secret.id)?.lastUsedAt?.secondsSince1970
        }
    }

    @Test func `what was noted is written down, each secret for itself`() async throws {
        let secrets = try await fixture.subscribe().clients.map { try $0.firstSecret.record }
        note(secrets[0], second: 100)
        note(secrets[1], second: 200)
        #expect(try await lastUse(of: secrets[0]) == nil)
        let changes = try await fixture.changes(of: { try await log.flush(to: store) })
        #expect(try await lastUse(of: secrets[0]) == 100)
        #expect(try await lastUse(of: secrets[1]) == 200)
        #expect(changes.isEmpty, "a use is no change")
    }

    @Test(arguments: [[100, 200], [200, 100]] as [[Int64]])
    func `the newest use of a secret stands, in whichever order they come`(_ seconds: [Int64]) async throws {
        let secret = try #require(try await fixture.subscribe().clients.first).firstSecret.record
        for second in seconds { note(secret, second: second) }
        try await log.flush(to: store)
        #expect(try await lastUse(of: secret) == 200)
    }

    @Test func `an older use does not take the place of one written down`() async throws {
        let secret = try #require(try await fixture.subscribe().clients.first).firstSecret.record
        note(secret, second: 200)
        try await log.flush(to: store)
        note(secret, second: 100)
        try await log.flush(to: store)
        #expect(try await lastUse(of: secret) == 200)
    }

    @Test func `what could not be written is written the next time, unless something newer came`() async throws {
        let secrets = try await fixture.subscribe().clients.map { try $0.firstSecret.record }
        for secret in secrets { note(secret, second: 100) }
        store.setFailing(true)
        await #expect(throws: RegistryError.storage("The disk is gone.")) { try await log.flush(to: store) }
        note(secrets[1], second: 200)
        store.setFailing(false)
        try await log.flush(to: store)
        #expect(try await lastUse(of: secrets[0]) == 100)
        #expect(try await lastUse(of: secrets[1]) == 200)
    }

    @Test func `with nothing noted the store is left alone`() async throws {
        store.setFailing(true)
        try await log.flush(to: store)
    }
}
