import Cryptography
import CryptographyTesting
import Registry
import Testing

struct PeppersTests {
    private let fixture: RegistryFixture
    private let store: ObservedStore

    init() throws {
        fixture = try RegistryFixture()
        store = ObservedStore(fixture.store)
    }

    @Test func `a pepper is read once`() async throws {
        _ = try await fixture.subscribe()
        let peppers = Peppers(store: store, rootKey: fixture.rootKey)
        #expect(try await peppers.pepper(version: 1).version == 1)
        #expect(try await peppers.pepper(version: 1).version == 1)
        #expect(try await peppers.newest()?.version == 1)
        #expect(store.reads == 1)
    }

    @Test func `before the first secret there is none, and none is remembered`() async throws {
        let peppers = Peppers(store: store, rootKey: fixture.rootKey)
        #expect(try await peppers.newest() == nil)
        _ = try await fixture.subscribe()
        #expect(try await peppers.newest()?.version == 1)
    }

    @Test func `a version that is not there is told`() async throws {
        let peppers = Peppers(store: store, rootKey: fixture.rootKey)
        await #expect(
            throws: RegistryError.storage("The registry has no pepper of version 2. Restore it from a backup.")
        ) { try await peppers.pepper(version: 2) }
    }

    @Test func `the newest of several is the one with the highest version`() async throws {
        let client = try #require(try await fixture.subscribe().clients.first).client
        let context = fixture.context
        let bytes = context.random.bytes(32)
        let label = WrapLabel(realm: "*", use: "client-secret-pepper", keyIdentifier: "2")
        let wrapped = try fixture.rootKey.wrap(bytes, label: label, random: context.random)
        try await fixture.store.write { registry in
            try registry.insert(PepperRecord(version: 2, wrapped: wrapped, createdAt: context.now))
        }
        let peppers = Peppers(store: store, rootKey: fixture.rootKey)
        #expect(try await peppers.newest()?.version == 2)
        let secret = try await fixture.run(
            CreateSecret(client: client.id.text, notBefore: nil, expiresAt: nil))
        #expect(secret.record.pepperVersion == 2)
        let pepper = Pepper(version: 2, bytes: Redacted(bytes))
        #expect(pepper.matches(secret.secret.text.exposed, fingerprint: secret.record.fingerprint))
    }

    @Test func `with another root key the peppers do not open, and the error says so`() async throws {
        _ = try await fixture.subscribe()
        let peppers = Peppers(store: store, rootKey: RootKey.random(from: fixture.random.source))
        let error = await #expect(throws: RegistryError.self) { try await peppers.pepper(version: 1) }
        #expect(error?.message.contains("Put the right root key in place") == true)
    }
}
