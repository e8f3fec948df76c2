package import Cryptography
package import Registry

extension OpeningKeys {
    /// Unwraps the keys of a realm as the store keeps them.
    ///
    /// - Throws: ``RegistryError/storage(_:)`` when there is no active key, or the root key is another one.
    package init(_ records: [KeyRecord], realm: RealmIdentifier, rootKey: RootKey) throws(RegistryError) {
        var active: SealingKey?
        var staged: [SealingKey] = []
        var retired: [SealingKey] = []
        for record in records where record.use == .sealedToken && record.state != .destroyed {
            let key = try SealingKey(record, rootKey: rootKey)
            switch record.state {
            case .active: active = key
            case .staged: staged.append(key)
            // The newest first: most tokens still about were made by it.
            case .retired: retired.insert(key, at: 0)
            case .destroyed: break
            }
        }
        guard let active else {
            throw .storage("The realm \(realm) has no active key. `counterfoil key rotate` gives it one.")
        }
        self.init(active: active, staged: staged, retired: retired)
    }
}

extension SealingKey {
    fileprivate init(_ record: KeyRecord, rootKey: RootKey) throws(RegistryError) {
        let label = WrapLabel(
            realm: record.realm.description, use: record.use.rawValue, keyIdentifier: record.identifier)
        do {
            try self.init(
                identifier: KeyIdentifier(record.identifier), realm: record.realm.description,
                material: try rootKey.unwrap(record.wrapped, label: label))
        } catch {
            throw .storage(
                "The key \(record.identifier) of \(record.realm) cannot be unwrapped: the root key is not the one that "
                    + "this data was made with. Put the right root key in place.")
        }
    }
}
