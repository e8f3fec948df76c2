import GRDB
package import Journal
package import Timekeeping

/// A journal of the data directory. Many may read; only the holder of the data directory's lock may commit.
package final class SQLiteJournalStore: JournalStore {
    /// Which journal.
    package enum Part: Sendable {
        /// `DIR/journal.sqlite`: what was issued, refused and changed.
        case journal
        /// `DIR/access.sqlite`: who has seen which patient's data.
        case access

        /// The name of the file within the data directory.
        package var fileName: String {
            switch self {
            case .journal: "journal.sqlite"
            case .access: "access.sqlite"
            }
        }

        /// The steps that lead to the schema of this release.
        package var migrations: [SQLiteMigration] {
            let journal = SQLiteMigration(
                number: 1, name: "0001_journal", bytes: PackageResources._001_journal_sql)
            let subject = SQLiteMigration(
                number: 2, name: "0001_subject", bytes: PackageResources._001_subject_sql)
            func search(_ number: Int) -> SQLiteMigration {
                SQLiteMigration(number: number, name: "0002_search", bytes: PackageResources._002_search_sql)
            }
            return switch self {
            case .journal: [journal, search(2)]
            case .access: [journal, subject, search(3)]
            }
        }
    }

    private let pool: DatabasePool
    private let refusalRingRows: Int

    /// Opens a journal of a data directory, which must exist, making it or bringing it up to date as needed.
    /// - Parameter now: Written down as the moment of the migrations applied.
    package init(
        _ part: Part = .journal, directory: String, now: Timestamp, limits: JournalLimits = .standard
    ) throws(PersistenceError) {
        pool = try SQLiteOpening.openPool(path: "\(directory)/\(part.fileName)")
        refusalRingRows = limits.refusalRingPerRealmRows
        try SQLiteMigrations.apply(part.migrations, to: pool, now: now)
    }

    /// Opens a journal of a data directory for reading only, beside a running server or without one. Commits fail.
    package init(_ part: Part = .journal, readingDirectory directory: String) throws(PersistenceError) {
        pool = try SQLiteOpening.openReader(path: "\(directory)/\(part.fileName)")
        refusalRingRows = JournalLimits.standard.refusalRingPerRealmRows
        try SQLiteMigrations.check(part.migrations, of: pool)
    }

    /// Where the chain ends.
    package func head() throws(JournalStoreError) -> ChainHead {
        try read { database in try JournalEntryRows.head(database) }
    }

    /// The highest number of a registry change taken in so far.
    package func lastChangeNumber() throws(JournalStoreError) -> Int64 {
        try read { database in
            try Int64.fetchOne(database, sql: "SELECT last_change_number FROM head") ?? 0
        }
    }

    /// Writes entries and refusals in one transaction, flushed to disk on return.
    package func commit(entries: [ChainedEntry], refusals: [Refusal]) throws(JournalStoreError) {
        try JournalStoreError.catching {
            try pool.write { database in
                if !entries.isEmpty { try JournalEntryRows.insert(entries, into: database) }
                if !refusals.isEmpty {
                    try JournalRefusalRows.insert(refusals, keeping: refusalRingRows, into: database)
                }
            }
        }
    }

    /// The entries that match, in the order the query asks for.
    package func entries(matching query: JournalQuery) throws(JournalStoreError) -> [ChainedEntry] {
        try read { database in try JournalEntryRows.find(query, in: database) }
    }

    /// The newest refusal of that request.
    package func refusal(requestID: String) throws(JournalStoreError) -> Refusal? {
        try read { database in try JournalRefusalRows.find(requestID: requestID, in: database) }
    }

    /// The newest refusals of a realm, newest first.
    package func refusals(realm: String, limit: Int) throws(JournalStoreError) -> [Refusal] {
        try read { database in try JournalRefusalRows.list(realm: realm, limit: limit, in: database) }
    }

    private func read<Value>(_ body: (Database) throws -> Value) throws(JournalStoreError) -> Value {
        try JournalStoreError.catching { try pool.read(body) }
    }
}

extension JournalStoreError {
    fileprivate static func catching<Value>(_ body: () throws -> Value) throws(JournalStoreError) -> Value {
        do {
            return try body()
        } catch let error as JournalStoreError {
            throw error
        } catch let error as DatabaseError {
            throw JournalStoreError(error)
        } catch {
            throw .unavailable("\(type(of: error))")
        }
    }

    private init(_ error: DatabaseError) {
        self =
            switch error.resultCode {
            case .SQLITE_FULL: .full(error.detail)
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt(error.detail)
            case .SQLITE_CONSTRAINT: .conflict(error.detail)
            default: .unavailable(error.detail)
            }
    }
}
