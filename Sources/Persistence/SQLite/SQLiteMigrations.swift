package import GRDB
package import Timekeeping

/// One step forward of a schema: an SQL file with a number.
package struct SQLiteMigration: Hashable, Sendable {
    /// Its place, counted from 1 without gaps.
    package let number: Int
    /// What it is for; the name of its file.
    package let name: String
    /// The statements.
    package let sql: String

    /// Makes a migration from the bytes of its file.
    package init(number: Int, name: String, bytes: [UInt8]) {
        self.number = number
        self.name = name
        self.sql = String(decoding: bytes, as: UTF8.self)
    }
}

/// Brings a database forward to the schema that this program knows. There is no way back.
package enum SQLiteMigrations {
    /// Applies what is missing of `migrations`, which are numbered from 1 in their order, each in one transaction.
    /// - Throws: `PersistenceError.newerSchema` when the database is ahead of `migrations`, others when it cannot be
    ///   read or written. What was applied before an error stays applied.
    package static func apply(
        _ migrations: [SQLiteMigration], to writer: some DatabaseWriter, now: Timestamp
    ) throws(PersistenceError) {
        try PersistenceError.catching(path: writer.path) {
            try writer.write { database in
                try database.execute(
                    sql: """
                        CREATE TABLE IF NOT EXISTS schema_migration (
                            number     INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
                            name       TEXT    NOT NULL,
                            applied_at INTEGER NOT NULL -- milliseconds since 1970
                        ) STRICT
                        """)
            }
        }
        let found = try schemaNumber(of: writer)
        guard found <= migrations.count else {
            throw .newerSchema(path: writer.path, found: found, known: migrations.count)
        }
        for migration in migrations.dropFirst(found) {
            try PersistenceError.catching(path: writer.path) {
                try writer.write { database in try apply(migration, to: database, now: now) }
            }
        }
    }

    /// Refuses a database whose schema is not exactly the one that `migrations` lead to; for readers.
    /// - Throws: `PersistenceError.newerSchema` or `.olderSchema`, others when it cannot be read.
    package static func check(_ migrations: [SQLiteMigration], of reader: some DatabaseReader) throws(PersistenceError)
    {
        let found = try schemaNumber(of: reader)
        if found > migrations.count {
            throw .newerSchema(path: reader.path, found: found, known: migrations.count)
        }
        if found < migrations.count {
            throw .olderSchema(path: reader.path, found: found, known: migrations.count)
        }
    }

    /// The number of the last migration applied; 0 when none was.
    private static func schemaNumber(of reader: some DatabaseReader) throws(PersistenceError) -> Int {
        try PersistenceError.catching(path: reader.path) {
            try reader.read { database in
                guard try database.tableExists("schema_migration") else { return 0 }
                return try Int.fetchOne(database, sql: "SELECT max(number) FROM schema_migration") ?? 0
            }
        }
    }

    private static func apply(_ migration: SQLiteMigration, to database: Database, now: Timestamp) throws {
        // Asked again inside the transaction: another process may have come first.
        let isApplied = try Bool.fetchOne(
            database, sql: "SELECT EXISTS (SELECT 1 FROM schema_migration WHERE number = ?)",
            arguments: [migration.number])
        guard isApplied == false else { return }
        try database.execute(sql: migration.sql)
        try database.execute(
            sql: "INSERT INTO schema_migration (number, name, applied_at) VALUES (?, ?, ?)",
            arguments: [migration.number, migration.name, now.millisecondsSince1970])
    }
}
