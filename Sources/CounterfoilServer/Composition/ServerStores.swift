package import Cryptography
package import Journal
package import Persistence
import Registry
package import Timekeeping

/// The opened data directory: both databases, the root key, and the lock where it was taken.
package struct ServerStores: Sendable {
    /// The directory.
    package let directory: DataDirectory
    /// What wraps keys at rest.
    package let rootKey: RootKey
    /// The registry and the External API's records.
    package let registry: SQLiteRegistryStore
    /// The journal.
    package let journal: any JournalStore
    /// The journal of accesses to the data of patients.
    package let access: any JournalStore
    /// Random bytes.
    package let random: RandomSource
    /// The lock that lets this process append to the journal.
    package let lock: DataDirectoryLock

    /// Opens a data directory for a server, making it where it does not exist. Blocks; call off the cooperative pool.
    ///
    /// - Throws: ``ServerError``, also when another server holds the directory.
    package static func open(
        path: String, timeSource: TimeSource, random: RandomSource
    ) throws(ServerError) -> ServerStores {
        let directory: DataDirectory
        let lock: DataDirectoryLock?
        let rootKey: RootKey
        do throws(DataDirectoryError) {
            directory = try DataDirectory.open(path: path, creating: true)
            lock = try directory.lock()
            rootKey = try directory.rootKey(random: random)
        } catch {
            throw .dataDirectory(error)
        }
        guard let lock else { throw .locked(path: path) }
        let now = timeSource.now()
        do throws(PersistenceError) {
            return ServerStores(
                directory: directory, rootKey: rootKey,
                registry: try SQLiteRegistryStore(directory: path, now: now),
                journal: try SQLiteJournalStore(directory: path, now: now),
                access: try SQLiteJournalStore(.access, directory: path, now: now), random: random, lock: lock)
        } catch {
            throw .persistence(error)
        }
    }
}
