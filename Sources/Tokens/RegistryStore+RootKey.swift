package import Cryptography
package import Registry

extension RegistryStore {
    /// Checks that a root key is the one that the store's data was made with, before anything is made with another.
    ///
    /// - Throws: ``RegistryError/storage(_:)`` when it is another one.
    package func requireOpens(with rootKey: RootKey) async throws(RegistryError) {
        try await read { registry in
            var realms = try registry.listTenants(ListPage(limit: 1)).map { $0.realm(.production) }
            if try registry.findTenant(.system) != nil { realms.append(.system) }
            for realm in realms { _ = try OpeningKeys(registry.listKeys(realm), realm: realm, rootKey: rootKey) }
        }
    }
}
