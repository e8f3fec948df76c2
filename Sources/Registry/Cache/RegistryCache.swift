package import JOSE
import Synchronization

/// All that the token path needs to know of a client, read in one transaction.
///
/// A class, since it is handed from step to step of every request: a copy would retain each of its many parts.
package final class ClientEntry: Sendable {
    /// The client.
    package let client: Client
    /// Its subscription.
    package let subscription: Subscription
    /// The tenant's status.
    package let tenantStatus: Tenant.Status
    /// Its secrets in order of creation.
    package let secrets: [ClientSecretRecord]
    /// Its registered public keys, read once; `nil` where none are registered.
    package let registeredKeys: JSONWebKeySet?

    /// Puts an entry together.
    package init(
        client: Client, subscription: Subscription, tenantStatus: Tenant.Status, secrets: [ClientSecretRecord]
    ) {
        self.client = client
        self.subscription = subscription
        self.tenantStatus = tenantStatus
        self.secrets = secrets
        registeredKeys = client.settings.keys?.registeredSet
    }

    /// The scopes that the client may have now: its own, less those that its subscription has lost.
    package var allowedScopes: [ScopeName] {
        client.scopes.filter { subscription.scopes.contains($0) }
    }
}

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
    private let scopes: BoundedCache<RealmIdentifier, [Scope]>
    private let resources: BoundedCache<RealmIdentifier, [Resource]>
    private let realmSettings: BoundedCache<RealmIdentifier, RealmSettings>
    private let certificateRoots: BoundedCache<RealmIdentifier, CertificateRoots>
    private let counted = Mutex(CacheCounts())

    /// A cache over a store.
    ///
    /// - Parameter capacity: how many clients are held at least.
    package init(store: any RegistryStore, capacity: Int = 50_000) {
        self.store = store
        clients = BoundedCache(capacity: capacity)
        identifiers = BoundedCache(capacity: capacity)
        tenants = BoundedCache(capacity: capacity)
        hostNames = BoundedCache(capacity: capacity)
        scopes = BoundedCache(capacity: capacity)
        resources = BoundedCache(capacity: capacity)
        realmSettings = BoundedCache(capacity: capacity)
        certificateRoots = BoundedCache(capacity: capacity)
    }

    /// Hits and misses since the start.
    package var counts: CacheCounts { counted.withLock { $0 } }

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

    /// The scopes of a realm by name.
    package func scopes(of realm: RealmIdentifier) async throws(RegistryError) -> [Scope] {
        try await value(realm, in: scopes) { registry in try registry.listScopes(realm) } ?? []
    }

    /// The resources of a realm by identifier.
    package func resources(of realm: RealmIdentifier) async throws(RegistryError) -> [Resource] {
        try await value(realm, in: resources) { registry in try registry.listResources(realm) } ?? []
    }

    /// The settings of a realm.
    package func settings(of realm: RealmIdentifier) async throws(RegistryError) -> RealmSettings {
        try await value(realm, in: realmSettings) { registry in try registry.findRealmSettings(realm) }
            ?? RealmSettings(realm: realm)
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
        } else if change.kind.hasPrefix("scope."), let realm = change.realm {
            scopes.drop(realm)
        } else if change.kind.hasPrefix("resource."), let realm = change.realm {
            resources.drop(realm)
        } else if change.kind.hasPrefix("realm."), let realm = change.realm {
            realmSettings.drop(realm)
            certificateRoots.drop(realm)
        } else if !Self.concernNothingHeld.contains(where: { change.kind.hasPrefix($0) }) {
            dropAll()
        }
    }

    /// What is new was not held before, and neither keys nor tokens are held here.
    private static let concernNothingHeld = ["key.", "token.", "tenant.created", "subscription.created"]

    /// Drops everything.
    package func dropAll() {
        clients.dropAll()
        identifiers.dropAll()
        tenants.dropAll()
        hostNames.dropAll()
        scopes.dropAll()
        resources.dropAll()
        realmSettings.dropAll()
        certificateRoots.dropAll()
    }

    private func value<Key: Hashable & Sendable, Value: Sendable>(
        _ key: Key, in cache: BoundedCache<Key, Value>,
        read: @escaping @Sendable (any RegistryReading) throws -> Value?
    ) async throws(RegistryError) -> Value? {
        if let value = cache.find(key) {
            counted.withLock { $0.hits += 1 }
            return value
        }
        counted.withLock { $0.misses += 1 }
        let moment = cache.moment()
        guard let value = try await store.read(read) else { return nil }
        cache.hold(value, for: key, readSince: moment)
        return value
    }
}
