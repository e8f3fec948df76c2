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
        do {
            try self.init(
                identifier: KeyIdentifier(record.identifier), realm: record.realm.description,
                material: try record.unwrapped(with: rootKey))
        } catch let error as RegistryError {
            throw error
        } catch {
            throw .storage("\(error)")
        }
    }
}
