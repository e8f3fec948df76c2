package import GRDB
package import Registry
package import Timekeeping

/// The registry in `DIR/counterfoil.sqlite`. Several processes may read and write it at the same time.
package final class SQLiteRegistryStore: RegistryStore {
    /// The name of the file within the data directory.
    package static let fileName = "counterfoil.sqlite"

    /// The steps that lead to the schema of this release.
    package static let migrations = [
        SQLiteMigration(number: 1, name: "0001_registry", bytes: PackageResources._001_registry_sql),
        SQLiteMigration(number: 2, name: "0002_patients", bytes: PackageResources._002_patients_sql),
        SQLiteMigration(number: 3, name: "0003_revocation", bytes: PackageResources._003_revocation_sql),
        SQLiteMigration(number: 4, name: "0004_introspection", bytes: PackageResources._004_introspection_sql),
        SQLiteMigration(number: 5, name: "0005_client_settings", bytes: PackageResources._005_client_settings_sql),
        SQLiteMigration(number: 6, name: "0006_replay", bytes: PackageResources._006_replay_sql),
        SQLiteMigration(number: 7, name: "0007_administration", bytes: PackageResources._007_administration_sql),
        SQLiteMigration(number: 8, name: "0008_deleted_resource", bytes: PackageResources._008_deleted_resource_sql),
        SQLiteMigration(number: 9, name: "0009_limits", bytes: PackageResources._009_limits_sql),
        SQLiteMigration(number: 10, name: "0010_operators", bytes: PackageResources._010_operators_sql),
        SQLiteMigration(number: 11, name: "0011_usage", bytes: PackageResources._011_usage_sql),
        SQLiteMigration(number: 12, name: "0012_tenant_life", bytes: PackageResources._012_tenant_life_sql),
        SQLiteMigration(number: 13, name: "0013_secret_expiry", bytes: PackageResources._013_secret_expiry_sql),
        SQLiteMigration(number: 14, name: "0014_external_api", bytes: PackageResources._014_external_api_sql),
        SQLiteMigration(number: 15, name: "0015_large_lists", bytes: PackageResources._015_large_lists_sql),
    ]

    /// Most memory that the one writing connection holds pages in, once a large transaction has needed it.
    private static let writerCacheKibibytes = 65_536

    /// The database, which the External API's records share.
    package let database: DatabasePool

    /// Opens the registry of a data directory, which must exist, making it or bringing it up to date as needed.
    ///
    /// - Parameter now: Written down as the moment of the migrations applied.
    package init(directory: String, now: Timestamp) throws(PersistenceError) {
        database = try SQLiteOpening.openPool(path: "\(directory)/\(Self.fileName)")
        try SQLiteMigrations.apply(Self.migrations, to: database, now: now)
        try PersistenceError.catching(path: directory) {
            try database.writeWithoutTransaction { database in
                // An import touches pages all over; with less room each would go to the log and back many times.
                try database.execute(sql: "PRAGMA cache_size = -\(Self.writerCacheKibibytes)")
            }
        }
    }

    /// Reads one snapshot, on the pool's own threads.
    package func read<Output: Sendable>(
        _ body: @escaping @Sendable (any RegistryReading) throws -> Output
    ) async throws(RegistryError) -> Output {
        do {
            return try await database.read { database in try body(SQLiteRegistryTransaction(database: database)) }
        } catch {
            throw Self.registryError(error)
        }
    }

    /// Writes in one transaction, on the pool's own thread.
    package func write<Output: Sendable>(
        _ body: @escaping @Sendable (any RegistryWriting) throws -> Output
    ) async throws(RegistryError) -> Output {
        do {
            return try await database.write { database in try body(SQLiteRegistryTransaction(database: database)) }
        } catch {
            throw Self.registryError(error)
        }
    }

    /// SQLite's own text names tables and columns, never values.
    static func registryError(_ error: any Error) -> RegistryError {
        switch error {
        case let error as RegistryError: error
        case let error as DatabaseError where error.resultCode == .SQLITE_BUSY:
            .storage("The registry is held by another program that writes. Try again when it is done.")
        case let error as DatabaseError where error.resultCode == .SQLITE_FULL:
            .storage("There is no room left on the disk that holds the registry. Free space on it and try again.")
        case let error as DatabaseError:
            .storage("The registry could not be used (\(error.message ?? error.resultCode.description)).")
        default: .storage("The registry could not be used (\(type(of: error))).")
        }
    }
}

/// One transaction of the registry. Its statements are in extensions, one file for each kind of row.
struct SQLiteRegistryTransaction: RegistryWriting {
    let database: Database

    func fetchOne<Value>(
        _ sql: String, _ arguments: StatementArguments, _ make: (Row) throws -> Value
    ) throws -> Value? {
        let rows = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: arguments)
        // A row is there only as long as what it comes from.
        return try withExtendedLifetime(rows) { try rows.next().map(make) }
    }

    func fetchAll<Value>(
        _ sql: String, _ arguments: StatementArguments = [], _ make: (Row) throws -> Value
    ) throws -> [Value] {
        // Row by row: the rows of a statement know their columns by name, copies of them search for each.
        let rows = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: arguments)
        var values: [Value] = []
        while let row = try rows.next() { values.append(try make(row)) }
        return values
    }

    func execute(_ sql: String, _ arguments: StatementArguments) throws {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
