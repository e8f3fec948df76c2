package import Cryptography
import Synchronization

/// The peppers of client secrets, unwrapped once and kept in memory.
package final class Peppers: Sendable {
    private let store: any RegistryStore
    private let rootKey: RootKey
    private let held = Mutex<[Int: Pepper]>([:])

    /// The peppers of a store.
    package init(store: any RegistryStore, rootKey: RootKey) {
        self.store = store
        self.rootKey = rootKey
    }

    /// The pepper of a version.
    ///
    /// - Throws: ``RegistryError/storage(_:)`` when the store does not have it, or the root key is another one.
    package func pepper(version: Int) async throws(RegistryError) -> Pepper {
        if let pepper = held.withLock({ $0[version] }) { return pepper }
        try await load()
        guard let pepper = held.withLock({ $0[version] }) else {
            throw .storage("The registry has no pepper of version \(version). Restore it from a backup.")
        }
        return pepper
    }

    /// The newest pepper, `nil` before the first secret was made.
    package func newest() async throws(RegistryError) -> Pepper? {
        if let pepper = newestHeld() { return pepper }
        try await load()
        return newestHeld()
    }

    private func newestHeld() -> Pepper? {
        held.withLock { held in held.keys.max().flatMap { held[$0] } }
    }

    private func load() async throws(RegistryError) {
        let rootKey = rootKey
        let peppers = try await store.read { registry in
            try registry.listPeppers().map { record in
                do {
                    return try record.unwrapped(by: rootKey)
                } catch {
                    throw RegistryError.storage(
                        "The pepper of client secrets cannot be unwrapped: the root key is not the one that this data "
                            + "was made with. Put the right root key in place.")
                }
            }
        }
        held.withLock { held in
            for pepper in peppers { held[pepper.version] = pepper }
        }
    }
}
