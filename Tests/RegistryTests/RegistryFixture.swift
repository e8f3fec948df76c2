import Cryptography
import CryptographyTesting
import FoundationEssentials
import Persistence
import Registry
import Synchronization
import Testing
import Timekeeping

/// A clock that is moved by hand. It starts at 2026-11-24T12:00:00Z.
final class ManualClock: Sendable {
    private let present = Mutex(Timestamp(secondsSince1970: 1_795_521_600))

    var now: Timestamp { present.withLock { $0 } }

    func advance(seconds: Int64) {
        present.withLock { $0 = $0.adding(seconds: seconds) }
    }

    var source: TimeSource {
        TimeSource { self.now }
    }
}

/// An empty registry in a directory of its own, with a clock moved by hand and seeded randomness.
final class RegistryFixture: Sendable {
    let directory: String
    let store: any RegistryStore
    let clock = ManualClock()
    let random = SeededRandom(seed: 3)
    let rootKey: RootKey

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "registry-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        directory = url.path
        rootKey = RootKey.random(from: random.source)
        store = try SQLiteRegistryStore(directory: directory, now: clock.now)
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: directory)
        } catch {
            // A leftover directory in the system's temporary folder fails no test; the system clears it.
            return
        }
    }

    var context: OperationContext {
        OperationContext(actor: Actor("cli:tester"), now: clock.now, random: random.source, rootKey: rootKey)
    }

    @discardableResult
    func run<Operation: RegistryOperation>(_ operation: Operation) async throws(RegistryError) -> Operation.Output {
        try await store.run(operation, context)
    }

    /// Runs an operation that must be refused without leaving anything behind.
    func refusal(
        of operation: some RegistryOperation, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> RegistryError {
        let before = try await contents()
        let error = await #expect(throws: RegistryError.self, sourceLocation: sourceLocation) {
            try await self.run(operation)
        }
        let after = try await contents()
        // Compared outside, because the report of a failure would be pages of rows.
        let isUntouched = before == after
        #expect(isUntouched, "a refused operation left something behind", sourceLocation: sourceLocation)
        return try #require(error, sourceLocation: sourceLocation)
    }

    /// The changes after a number.
    func changes(after number: Int64 = 0) async throws -> [Change] {
        try await store.read { registry in try registry.listChanges(after: number, limit: 10_000) }
    }

    /// What `body` does to the change table.
    func changes(of body: () async throws -> Void) async throws -> [Change] {
        let last = try await store.read { registry in try registry.lastChangeNumber() }
        try await body()
        return try await changes(after: last)
    }

    /// A tenant with one subscription and its two clients.
    func subscribe(_ tenant: String = "acme", partner: String = "Partner") async throws -> CreatedSubscription {
        let name = try TenantName(tenant)
        if try await store.read({ registry in try registry.findTenant(name) }) == nil {
            try await run(CreateTenant(name: tenant, displayName: nil))
        }
        return try await run(
            CreateSubscription(tenant: tenant, partner: partner, contact: "", scopes: [], withClients: true))
    }

    func realm(_ text: String) throws -> RealmIdentifier {
        try #require(RealmIdentifier(text: text))
    }

    /// Everything that operations can write, but for the last uses of secrets.
    private func contents() async throws -> Contents {
        try await store.read { registry in
            let tenants = try registry.listTenants(ListPage())
            let clients = try registry.listClients(tenant: nil, realm: nil, subscription: nil, ListPage())
            let realms = tenants.flatMap { tenant in RealmEnvironment.allCases.map(tenant.realm) }
            return Contents(
                tenants: tenants, subscriptions: try registry.listSubscriptions(tenant: nil, ListPage()),
                clients: clients, secrets: try clients.flatMap { try registry.listSecrets($0.id) },
                scopes: try realms.flatMap(registry.listScopes), resources: try realms.flatMap(registry.listResources),
                keys: try realms.flatMap(registry.listKeys), peppers: try registry.listPeppers(),
                lastChange: try registry.lastChangeNumber())
        }
    }

    private struct Contents: Hashable {
        let tenants: [Tenant]
        let subscriptions: [Subscription]
        let clients: [Client]
        let secrets: [ClientSecretRecord]
        let scopes: [Scope]
        let resources: [Resource]
        let keys: [KeyRecord]
        let peppers: [PepperRecord]
        let lastChange: Int64
    }
}
