package import GRDB

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Opens SQLite databases the way all stores here need them: write-ahead log, a flush to disk with every commit,
/// foreign keys enforced, and files that only their owner can read.
package enum SQLiteOpening {
    /// How long a statement waits for another process that writes.
    package static let busyTimeoutSeconds: Double = 5
    /// Connections that read at the same time.
    package static let readersMaximumCount = 4

    /// Opens the database at `path` for reading and writing, making it with mode 0600 if it is not there. Its
    /// directory must exist.
    package static func openPool(path: String) throws(PersistenceError) -> DatabasePool {
        try createFile(path: path)
        let pool = try PersistenceError.catching(path: path) {
            let pool = try DatabasePool(path: path, configuration: configuration(path: path))
            try pool.writeWithoutTransaction { database in
                // The pool has set NORMAL by itself, which may lose the last commits when the power fails.
                try database.execute(sql: "PRAGMA synchronous = FULL")
                // A log that one large transaction made grow is cut back, not kept at that size for ever.
                try database.execute(sql: "PRAGMA journal_size_limit = 67108864")
            }
            return pool
        }
        return pool
    }

    /// Opens the database at `path`, which must exist, for reading only.
    package static func openReader(path: String) throws(PersistenceError) -> DatabasePool {
        guard access(path, F_OK) == 0 else { throw .missing(path: path) }
        return try PersistenceError.catching(path: path) {
            var configuration = configuration(path: path)
            configuration.readonly = true
            let pool = try DatabasePool(path: path, configuration: configuration)
            // Opening is lazy; reading the schema finds a damaged file now and not in the middle of a command.
            try pool.read { database in
                _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema")
            }
            return pool
        }
    }

    /// An empty database in memory, gone with its last user: for what needs a store and stores nothing.
    package static func inMemory() throws(PersistenceError) -> DatabaseQueue {
        try PersistenceError.catching(path: ":memory:") { try DatabaseQueue() }
    }

    private static func configuration(path: String) -> Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(busyTimeoutSeconds)
        configuration.maximumReaderCount = readersMaximumCount
        configuration.label = path
        return configuration
    }

    /// Makes the file before SQLite does, because SQLite would let everybody read it. Its log takes over the mode.
    private static func createFile(path: String) throws(PersistenceError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .unwritable(path: path, detail: String(cString: strerror(errno)))
        }
        close(descriptor)
    }
}
