package import Cryptography
import ExternalRecords
package import Persistence
package import Registry
package import Timekeeping

/// Puts the records of a sandbox back to the sample data.
package struct SandboxReset: Sendable {
    private let store: SQLiteSandboxStore

    /// A reset over a registry's database.
    package init(registry: SQLiteRegistryStore, rootKey: RootKey, random: RandomSource) {
        store = SQLiteSandboxStore(
            database: registry.database, keys: RealmDataKeys(rootKey: rootKey, random: random))
    }

    /// Does it.
    ///
    /// - Throws: `RegistryError` for a realm that is no sandbox, and where the records cannot be written.
    package func run(_ realm: RealmIdentifier, at now: Timestamp) async throws(RegistryError) {
        guard realm.environment == .sandbox else {
            throw .conflict("\(realm) is not a sandbox. Only a sandbox can be put back to sample data.")
        }
        do throws(RecordStoreError) {
            try await store.reset(realm: realm, to: .sandbox(createdAt: now))
        } catch {
            throw .storage("The sample data could not be stored. \(error)")
        }
    }
}
