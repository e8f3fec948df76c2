import Synchronization

/// Hits and misses since the start.
package struct CacheCounts: Sendable, Hashable {
    /// Look-ups answered from memory.
    package var hits = 0
    /// Look-ups that cost a read.
    package var misses = 0
}

/// The registry as the token path reads it: from memory, or by one indexed read.
package final class RegistryCache: Sendable {
    private struct NumberKey: Hashable, Sendable {
        let realm: RealmIdentifier
        let number: UInt32
    }

    private let store: any RegistryStore
    private let clients: BoundedCache<ClientIdentifier, ClientEntry>
    private let identifiers: BoundedCache<NumberKey, ClientIdentifier>
    private let tenants: BoundedCache<TenantName, Tenant>
    private let hostNames: BoundedCache<String, RealmIdentifier>
    private let realms: BoundedCache<RealmIdentifier, RealmEntry>
    private let certificateRoots: BoundedCache<RealmIdentifier, CertificateRoots>
    private let hits = Atomic(0)
    private let misses = Atomic(0)

    /// A cache over a store.
    ///
    /// - Parameter capacity: how many clients are held at least.
    package init(store: any RegistryStore, capacity: Int = 50_000) {
        self.store = store
        clients = BoundedCache(capacity: capacity)
        identifiers = BoundedCache(capacity: capacity)
        tenants = BoundedCache(capacity: capacity)
        hostNames = BoundedCache(capacity: capacity)
        realms = BoundedCache(capacity: capacity)
        certificateRoots = BoundedCache(capacity: capacity)
    }

    /// Hits and misses since the start.
    package var counts: CacheCounts {
        CacheCounts(hits: hits.load(ordering: .relaxed), misses: misses.load(ordering: .relaxed))
    }

    /// The client of an identifier with all that goes with it. `nil` when there is none, or it was deleted.
    package func client(_ id: ClientIdentifier) async throws(RegistryError) -> ClientEntry? {
        try await value(id, in: clients) { registry in
            guard let client = try registry.findClient(id), client.status != .deleted,
                let subscription = try registry.findSubscription(client.subscription),
                let tenant = try registry.findTenant(client.realm.tenant)
            else { return nil }
            return ClientEntry(
                client: client, subscription: subscription, tenantStatus: tenant.status,
                secrets: try registry.listSecrets(id))
        }
    }

    /// The public identifier of the client that has a number now.
    package func clientIdentifier(
        number: UInt32, realm: RealmIdentifier
    ) async throws(RegistryError) -> ClientIdentifier? {
        try await value(NumberKey(realm: realm, number: number), in: identifiers) { registry in
            try registry.findClient(number: number, realm: realm)?.id
        }
    }

    /// The tenant of a name.
    package func tenant(_ name: TenantName) async throws(RegistryError) -> Tenant? {
        try await value(name, in: tenants) { registry in try registry.findTenant(name) }
    }

    /// The realm that has a further host name.
    package func realm(hostName: String) async throws(RegistryError) -> RealmIdentifier? {
        try await value(hostName, in: hostNames) { registry in try registry.findRealm(hostName: hostName) }
    }

    /// A realm's settings, scopes and resources; none and the usual ones where there is no such realm.
    package func entry(of realm: RealmIdentifier) async throws(RegistryError) -> RealmEntry {
        try await value(realm, in: realms) { registry in
            RealmEntry(
                settings: try registry.findRealmSettings(realm), scopes: try registry.listScopes(realm),
                resources: try registry.listResources(realm))
        } ?? RealmEntry(settings: RealmSettings(realm: realm), scopes: [], resources: [])
    }

    /// The certificates that issue those of a realm's clients, read from their text once; `nil` where there are none.
    package func certificateRoots(of realm: RealmIdentifier) async throws(RegistryError) -> CertificateRoots? {
        try await value(realm, in: certificateRoots) { registry in
            let text = try registry.findRealmSettings(realm).certificateRoots
            return text.isEmpty ? nil : try CertificateRoots(pem: text)
        }
    }

    /// Drops what a change may have put out of date.
    package func apply(_ change: Change) {
        if change.kind.hasPrefix("client."), let id = ClientIdentifier(change.subject) {
            clients.drop(id)
            identifiers.dropAll()
        } else if change.kind.hasPrefix("secret."),
            let id = change.after["client_id"].flatMap({ ClientIdentifier($0) })
        {
            clients.drop(id)
        } else if Self.concernRealm.contains(where: { change.kind.hasPrefix($0) }), let realm = change.realm {
            realms.drop(realm)
            certificateRoots.drop(realm)
        } else if !Self.concernNothingHeld.contains(where: { change.kind.hasPrefix($0) }) {
            dropAll()
        }
    }

    private static let concernRealm = ["realm.", "scope.", "resource."]
    /// What is new was not held before, and neither keys nor tokens nor operators are held here.
    private static let concernNothingHeld = [
        "key.", "token.", "operator.", "tenant.created", "subscription.created", "client.imported",
    ]

    /// Drops everything.
    package func dropAll() {
        clients.dropAll()
        identifiers.dropAll()
        tenants.dropAll()
        hostNames.dropAll()
        realms.dropAll()
        certificateRoots.dropAll()
    }

    private func value<Key: Hashable & Sendable, Value: Sendable>(
        _ key: Key, in cache: BoundedCache<Key, Value>,
        read: @escaping @Sendable (any RegistryReading) throws -> Value?
    ) async throws(RegistryError) -> Value? {
        if let value = cache.find(key) {
            hits.wrappingAdd(1, ordering: .relaxed)
            return value
        }
        misses.wrappingAdd(1, ordering: .relaxed)
        let moment = cache.moment()
        guard let value = try await store.read(read) else { return nil }
        cache.hold(value, for: key, readSince: moment)
        return value
    }
}
