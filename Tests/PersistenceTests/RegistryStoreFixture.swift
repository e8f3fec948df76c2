import Cryptography
import Registry
import Timekeeping

/// Values to fill a registry with. Each has fields that differ from every default, so that a column that is forgotten
/// or mixed up shows.
struct RegistrySample {
    /// 2026-11-24T12:00:00.123Z.
    static let noon = Timestamp(millisecondsSince1970: 1_795_521_600_123)

    let tenant: Tenant
    let realm: RealmIdentifier
    let resource: Resource
    let scope: Scope
    let subscription: Subscription
    let client: Client
    let pepper = PepperRecord(version: 1, wrapped: [1, 0, 255], createdAt: noon.adding(seconds: 5))
    let secret: ClientSecretRecord
    let key: KeyRecord

    /// Values of a tenant; `mark` is a digit that the identifiers end in.
    init(tenant name: String = "acme", mark: Int = 1) throws {
        let name = try TenantName(name)
        tenant = Tenant(name: name, displayName: "Acme “Ünïcode”", status: .active, createdAt: Self.noon)
        realm = tenant.realm(.sandbox)
        resource = Resource(realm: realm, identifier: "urn:example:\(name)", name: "Some API")
        scope = Scope(
            realm: realm, name: try ScopeName("patients:read"), description: "Read", resource: resource.identifier)
        subscription = Subscription(
            id: SubscriptionIdentifier("sub_\(name)_\(mark)"), tenant: name, partner: "Partner", contact: "a@b.example",
            scopes: [try ScopeName("external"), scope.name], status: .active,
            limits: SubscriptionLimits(
                tokenRequestsPerMinute: 11, activeSecrets: 7, callsPerMinute: 13, softCallsPerMonth: 17,
                hardCallsPerMonth: 19), createdAt: Self.noon.adding(seconds: 1))
        client = Client(
            id: ClientIdentifier(environment: .sandbox, random: Self.repeating(mark)), number: UInt32(mark),
            realm: realm, subscription: subscription.id, name: "Client", scopes: [scope.name],
            tokenLifetimeSeconds: 90, status: .active, createdAt: Self.noon.adding(seconds: 2),
            settings: ClientSettings(
                introspects: resource.identifier,
                allowedNetworks: ["10.0.0.0/8", "2001:db8::1"].compactMap { AddressRange($0) }))
        secret = ClientSecretRecord(
            id: SecretIdentifier("sec_\(name)_\(mark)"), client: client.id, hint: "cfs_test_\(mark)000",
            fingerprint: (0..<32).map { UInt8($0) }, pepperVersion: 1, createdAt: Self.noon.adding(seconds: 3),
            notBefore: Self.noon.adding(seconds: 4), expiresAt: Self.noon.adding(seconds: 500), revokedAt: nil,
            lastUsedAt: nil)
        key = KeyRecord(
            identifier: "key_\(name)_\(mark)", realm: realm, use: .sealedToken, state: .active, wrapped: [9, 0, 8],
            createdAt: Self.noon, activatedAt: Self.noon.adding(seconds: 6), retiredAt: nil, destroyedAt: nil)
    }

    /// Stores all of them.
    func insert(into registry: any RegistryWriting) throws {
        try registry.insert(tenant)
        try registry.insert(resource)
        try registry.insert(scope)
        try registry.insert(subscription)
        try registry.insert(client)
        if try registry.listPeppers().isEmpty { try registry.insert(pepper) }
        try registry.insert(secret)
        try registry.insert(key)
    }

    /// The client with another identifier and number.
    func client(marked mark: Int, in realm: RealmIdentifier? = nil, status: Client.Status = .active) -> Client {
        let realm = realm ?? self.realm
        return Client(
            id: ClientIdentifier(environment: realm.environment, random: Self.repeating(mark)), number: UInt32(mark),
            realm: realm, subscription: subscription.id, name: "Client \(mark)", scopes: client.scopes,
            tokenLifetimeSeconds: 60, status: status, createdAt: Self.noon)
    }

    /// The secret with another identifier.
    func secret(marked mark: Int, expiresAt: Timestamp?, of client: Client? = nil) -> ClientSecretRecord {
        ClientSecretRecord(
            id: SecretIdentifier("sec_\(mark)"), client: (client ?? self.client).id, hint: "cfs_test_0000",
            fingerprint: secret.fingerprint, pepperVersion: 1, createdAt: Self.noon, notBefore: Self.noon,
            expiresAt: expiresAt, revokedAt: nil, lastUsedAt: nil)
    }

    /// The key with another identifier, in a state that the times fit.
    func key(marked mark: Int, _ state: KeyState, in realm: RealmIdentifier? = nil, activatedAfter seconds: Int64 = 0)
        -> KeyRecord
    {
        let now = Self.noon
        return KeyRecord(
            identifier: "key_\(mark)", realm: realm ?? self.realm, use: .sealedToken, state: state,
            wrapped: state == .destroyed ? [] : [7], createdAt: now.adding(seconds: Int64(mark)),
            activatedAt: state == .active || state == .retired ? now.adding(seconds: seconds) : nil,
            retiredAt: state == .retired ? now : nil, destroyedAt: state == .destroyed ? now : nil)
    }

    private static func repeating(_ mark: Int) -> RandomSource {
        RandomSource { count in
            // The digits of the mark, so that the order of identifiers is that of the marks.
            (0..<count).map { place in
                count - place <= 6 ? UInt8(mark >> (5 * (count - place - 1)) & 31) : 0
            }
        }
    }
}
