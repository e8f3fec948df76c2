import Cryptography

/// Replaces keys of a realm that may be in the wrong hands: each of the given uses gets a new active key, and all
/// earlier keys of it are destroyed, so that every token of that use is dead at once.
package struct ReplaceKeys: RegistryOperation {
    private let realm: RealmIdentifier
    private let uses: [KeyUse]
    private let fresh: [FreshKey]
    private let reason: String

    /// Asks for the replacement.
    ///
    /// - Parameters:
    ///   - uses: the uses whose keys are destroyed.
    ///   - fresh: the new keys. A use without one gets its key when something is next to be signed by it.
    ///   - reason: why, for the journal: 1 to ``RegistryLimits/labelCharacters`` characters.
    package init(realm: RealmIdentifier, uses: [KeyUse], fresh: [FreshKey], reason: String) {
        self.realm = realm
        self.uses = uses
        self.fresh = fresh
        self.reason = reason
    }

    /// Replaces them and returns the new ones. Throws when there is no such tenant or the reason breaks a rule.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> [KeyRecord] {
        try registry.requireTenant(realm.tenant).requireNotEnded()
        let reason = try Label.checked(reason, field: "reason")
        return try registry.replaceKeys(of: realm, uses: uses, with: fresh, reason: reason, context)
    }
}

extension RegistryWriting {
    /// Destroys the keys of a realm and puts new active ones in their place.
    ///
    /// It asks nothing of the rings as they are: a ring that was damaged is replaced like any other.
    func replaceKeys(
        of realm: RealmIdentifier, uses: [KeyUse], with fresh: [FreshKey], reason: String, _ context: OperationContext
    ) throws -> [KeyRecord] {
        var destroyed: [KeyUse: [String]] = [:]
        for var key in try listKeys(realm) where uses.contains(key.use) && key.state != .destroyed {
            key.state = .destroyed
            key.wrapped = []
            key.destroyedAt = context.now
            try update(key)
            destroyed[key.use, default: []].append(key.identifier)
            try record(
                context.change(
                    "key.destroyed", tenant: realm.tenant, realm: realm, subject: key.identifier,
                    after: ["use": key.use.rawValue, "state": key.state.rawValue]))
        }
        return try fresh.filter { uses.contains($0.use) }.map { key in
            let record = try context.wrapped(key, for: realm, state: .active)
            try insert(record)
            try self.record(
                context.change(
                    "key.replaced", tenant: realm.tenant, realm: realm, subject: record.identifier,
                    before: ["key_ids": (destroyed[key.use] ?? []).joined(separator: " ")],
                    after: ["use": key.use.rawValue, "state": record.state.rawValue, "reason": reason]))
            return record
        }
    }
}
