package import Cryptography
package import Registry

extension RegistryStore {
    /// Checks that a root key is the one that the store's data was made with, before anything is made with another.
    ///
    /// - Throws: ``RegistryError/storage(_:)`` when it is another one.
    package func requireOpens(with rootKey: RootKey) async throws(RegistryError) {
        try await read { registry in
            guard let realm = try registry.listTenants(ListPage(limit: 1)).first?.realm(.production) else { return }
            _ = try OpeningKeys(registry.listKeys(realm), realm: realm, rootKey: rootKey)
        }
    }
}
