import CounterfoilServer
import Cryptography
import Journal
import Logging
import Persistence
import Registry
import Timekeeping
import Tokens

/// The data that a command works on, opened.
struct Workspace: Sendable {
    /// The data directory.
    let directory: DataDirectory
    /// The registry in it.
    let registry: SQLiteRegistryStore
    /// What the command is given from outside.
    let surroundings: Surroundings

    /// Opens a data directory.
    ///
    /// - Parameter creating: whether to make the directory, the root key and the registry where there are none.
    /// - Throws: `DataDirectoryError`, `PersistenceError`, or `CommandFailure` where nothing is and nothing is made.
    static func open(path: String, creating: Bool, _ surroundings: Surroundings) async throws -> Workspace {
        try await BlockingWork.run {
            let directory = try DataDirectory.open(path: path, creating: creating)
            if !directory.isInitialized {
                guard creating else {
                    throw CommandFailure(
                        "The directory \(path) holds no data of Counterfoil. Name the right one with --data, or make a "
                            + "first tenant in it: `counterfoil tenant create NAME --data \(path)`.")
                }
                // Before the registry, which would look like data whose root key is lost.
                _ = try directory.rootKey(random: surroundings.random)
            }
            let registry = try SQLiteRegistryStore(directory: directory.path, now: surroundings.clock.now())
            return Workspace(directory: directory, registry: registry, surroundings: surroundings)
        }
    }

    /// Sees to it that the changes made so far are in the journal: takes them in, or, where a server or another command
    /// holds the lock, waits until that has done so. A server that does not answer in time will still do it later.
    ///
    /// - Parameter progress: hears how many changes were taken in, of how many.
    /// - Throws: `DataDirectoryError`, `PersistenceError`, `JournalError`, `RegistryError`; the change stands then, and
    ///   the next server or command takes it in.
    func journalChanges(progress: WorkProgress = .unheard) async throws {
        let newest = try await registry.read { registry in try registry.lastChangeNumber() }
        for _ in 0..<CommandLimits.journalChangesAttempts {
            if let lock = try directory.lock() {
                try await takeChangesIn(progress)
                withExtendedLifetime(lock) {}
                return
            }
            if await isJournaled(newest) { return }
            try await Task.sleep(for: .milliseconds(CommandLimits.journalChangesIntervalMilliseconds))
        }
    }

    private func takeChangesIn(_ progress: WorkProgress) async throws {
        let journal = try await BlockingWork.run { [directory, surroundings] in
            try SQLiteJournalStore(directory: directory.path, now: surroundings.clock.now())
        }
        // What the writer has to say, it throws as well.
        let writer = JournalWriter(
            store: journal, timeSource: surroundings.clock,
            logger: Logger(label: "counterfoil.command") { _ in SwiftLogNoOpLogHandler() })
        try await ChangeJournaling(registry: registry, store: journal, journal: writer).takeIn(progress: progress)
    }

    private func isJournaled(_ change: Int64) async -> Bool {
        let last = try? await BlockingWork.run { [directory] in
            try SQLiteJournalStore(readingDirectory: directory.path).lastChangeNumber()
        }
        return last.map { $0 >= change } ?? false
    }

    /// Whether a server runs on the data now.
    func isServed() throws -> Bool { try directory.lock() == nil }

    /// The key that wraps the other ones.
    ///
    /// - Throws: `DataDirectoryError` when it is missing or cannot be used, `RegistryError` when it is not the one that
    ///   the data was made with: what it wrapped would be lost to the server.
    func rootKey() async throws -> RootKey {
        let rootKey = try await BlockingWork.run { [directory, surroundings] in
            try directory.rootKey(random: surroundings.random)
        }
        try await registry.requireOpens(with: rootKey)
        return rootKey
    }
}
