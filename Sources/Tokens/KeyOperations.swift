import Cryptography
package import Registry

/// Adds a staged key to a realm's key ring: it opens tokens everywhere or is published, and makes none yet.
package struct StageKey: RegistryOperation {
    private let realm: RealmIdentifier
    private let key: FreshKey?

    /// Asks for a staged key.
    ///
    /// - Parameter key: the key; a new one that seals when `nil`.
    package init(realm: RealmIdentifier, key: FreshKey? = nil) {
        self.realm = realm
        self.key = key
    }

    /// Adds it. Throws when there is no such tenant, or the ring has as many live keys as it can hold.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> KeyRecord {
        try registry.requireTenant(realm.tenant).requireNotEnded()
        let key = try key ?? FreshKey.make(.sealedToken, random: context.random)
        let record = try context.wrapped(key, for: realm, state: .staged)
        _ = try registry.changeKeyRing(of: realm, use: key.use) { ring throws(KeyRingError) in
            try ring.stage(KeyIdentifier(record.identifier), at: context.now)
        }
        try registry.insert(record)
        try registry.record(context.change("key.staged", key: record))
        return record
    }
}

/// Lets a staged key make the realm's tokens from now on. The key before it is retired: its tokens stay good.
package struct ActivateKey: RegistryOperation {
    private let realm: RealmIdentifier
    private let identifier: String
    private let stagedForSeconds: Int64

    /// Asks for the activation of a staged key.
    ///
    /// - Parameter stagedForSeconds: how long it must have been staged, so that whoever keeps the JWK set knows it.
    package init(realm: RealmIdentifier, identifier: String, stagedForSeconds: Int64 = 0) {
        self.realm = realm
        self.identifier = identifier
        self.stagedForSeconds = stagedForSeconds
    }

    /// Activates it. Throws when the key is unknown, not staged, or not staged long enough.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> KeyRecord {
        let use = try registry.listKeys(realm).first { $0.identifier == identifier }?.use ?? .sealedToken
        let changed = try registry.changeKeyRing(of: realm, use: use) { ring throws(KeyRingError) in
            try ring.activate(KeyIdentifier(identifier), at: context.now, stagedForSeconds: stagedForSeconds)
        }
        for record in changed { try registry.update(record) }
        guard let active = changed.last else {
            throw RegistryError.notFound("There is no key \(identifier) in \(realm).")
        }
        try registry.record(context.change("key.rotated", key: active))
        return active
    }
}

/// Gives a realm its first key of a use, active at once, since nobody waits for it more than the one who needs it.
package struct CreateFirstKey: RegistryOperation {
    private let realm: RealmIdentifier
    private let key: FreshKey

    /// Asks for the key.
    package init(realm: RealmIdentifier, key: FreshKey) {
        self.realm = realm
        self.key = key
    }

    /// Adds it, unless the realm has an active one. Throws when the tenant is not active: its keys were replaced when
    /// it was suspended, and one that comes later would make tokens that nothing stops.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> KeyRecord {
        guard try registry.requireTenant(realm.tenant).status == .active else {
            throw RegistryError.conflict("The tenant \(realm.tenant) is suspended; it gets no further keys.")
        }
        let held = try registry.listKeys(realm).first { $0.use == key.use && $0.state == .active }
        if let held { return held }
        let record = try context.wrapped(key, for: realm, state: .active)
        _ = try registry.changeKeyRing(of: realm, use: key.use) { ring throws(KeyRingError) in
            _ = try ring.stage(KeyIdentifier(record.identifier), at: context.now)
            return try ring.activate(KeyIdentifier(record.identifier), at: context.now)
        }
        try registry.insert(record)
        try registry.record(context.change("key.rotated", key: record))
        return record
    }
}

/// Destroys the retired keys of a realm, of every use, whose last token has expired.
package struct DestroyExpiredKeys: RegistryOperation {
    private let realm: RealmIdentifier

    /// Asks for it.
    package init(realm: RealmIdentifier) {
        self.realm = realm
    }

    /// Destroys them; a key with tokens that may still be good stays.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> [KeyRecord] {
        // The longest lifetime, and the skew: a server that heard late of the rotation made tokens with the old key.
        let lifetime = RegistryLimits.retiredClientNumberKeptSeconds
        var destroyed: [KeyRecord] = []
        for use in KeyUse.allCases {
            destroyed += try registry.changeKeyRing(of: realm, use: use) { ring throws(KeyRingError) in
                var changed: [KeyRingEntry] = []
                for key in ring.destroyable(at: context.now, longestLifetimeSeconds: lifetime) {
                    changed += try ring.destroy(key, at: context.now, longestLifetimeSeconds: lifetime)
                }
                return changed
            }
        }
        for record in destroyed {
            try registry.update(record)
            try registry.record(context.change("key.destroyed", key: record))
        }
        return destroyed
    }
}

extension RegistryWriting {
    /// Applies a change of the state machine to the stored records.
    ///
    /// - Returns: the records that it changed; new entries have none yet.
    fileprivate func changeKeyRing(
        of realm: RealmIdentifier, use: KeyUse, _ change: (inout KeyRing) throws(KeyRingError) -> [KeyRingEntry]
    ) throws -> [KeyRecord] {
        let records = try listKeys(realm).filter { $0.use == use }
        do throws(KeyRingError) {
            var ring = try KeyRing(entries: records.map(KeyRingEntry.init))
            return try change(&ring).compactMap { entry in
                records.first { $0.identifier == entry.identifier.value }?.changed(to: entry)
            }
        } catch {
            throw RegistryError.conflict(error.description)
        }
    }
}

extension KeyRingEntry {
    /// The entry of a stored key.
    init(_ record: KeyRecord) {
        self.init(
            identifier: KeyIdentifier(record.identifier), state: record.state, createdAt: record.createdAt,
            activatedAt: record.activatedAt, retiredAt: record.retiredAt, destroyedAt: record.destroyedAt)
    }
}

extension KeyRecord {
    /// The record in a new state; a destroyed key loses its material with it.
    fileprivate func changed(to entry: KeyRingEntry) -> KeyRecord {
        var record = self
        record.state = entry.state
        record.activatedAt = entry.activatedAt
        record.retiredAt = entry.retiredAt
        record.destroyedAt = entry.destroyedAt
        if entry.state == .destroyed { record.wrapped = [] }
        return record
    }
}

extension OperationContext {
    fileprivate func change(_ kind: String, key: KeyRecord) -> Change {
        change(
            kind, tenant: key.realm.tenant, realm: key.realm, subject: key.identifier,
            after: ["use": key.use.rawValue, "state": key.state.rawValue])
    }
}
