import Registry
import WebFoundation

/// Finds the realm of a host name: `{tenant}.{base}`, `sandbox-{tenant}.{base}`, a further name given to a realm, or
/// the default realm for the names of this machine.
struct HostDirectory: RealmResolver {
    private static let ownNames: Set<String> = ["localhost", "127.0.0.1", "::1"]

    private let registry: RegistryCache
    private let suffix: String
    private let defaultRealm: RealmIdentifier?

    init(registry: RegistryCache, baseDomain: String, defaultRealm: RealmIdentifier?) {
        self.registry = registry
        self.suffix = "." + baseDomain
        self.defaultRealm = defaultRealm
    }

    func realm(forHost host: String) async throws -> RealmIdentifier? {
        if let defaultRealm, Self.ownNames.contains(host) { return defaultRealm }
        if host.hasSuffix(suffix), let realm = RealmIdentifier(hostLabel: String(host.dropLast(suffix.count))) {
            return try await registry.tenant(realm.tenant) == nil ? nil : realm
        }
        return try await registry.realm(hostName: host)
    }
}
