package import ExternalRecords
package import GRDB
package import Registry

/// The patients in `DIR/counterfoil.sqlite`. Reads and writes run on the pool's own threads.
package final class SQLitePatientStore: PatientStore {
    private let database: any DatabaseWriter

    /// Keeps patients in a database that the registry's migrations were applied to.
    package init(database: any DatabaseWriter) {
        self.database = database
    }

    /// A page in the order of creation. The count and the rows are of the same snapshot.
    package func list(
        realm: RealmIdentifier, page: Page
    ) async throws(RecordStoreError) -> PageOf<PatientSummary> {
        do {
            return try await database.read { database in
                let count = try Int.fetchOne(
                    database.cachedStatement(sql: "SELECT patients FROM patient_count WHERE realm = ?"),
                    arguments: [realm.description])
                let rows = try Row.fetchAll(
                    database.cachedStatement(sql: PatientRow.pageSQL),
                    arguments: [realm.description, page.rows, page.offsetRows])
                return PageOf(items: try rows.map(PatientRow.summary), count: count ?? 0)
            }
        } catch {
            throw Self.recordError(error)
        }
    }

    /// One patient of the realm.
    package func find(realm: RealmIdentifier, id: RecordIdentifier) async throws(RecordStoreError) -> Patient? {
        do {
            return try await database.read { database in
                try Row.fetchOne(
                    database.cachedStatement(sql: PatientRow.findSQL), arguments: [realm.description, id.text]
                ).map { row in try PatientRow.patient(row, id: id) }
            }
        } catch {
            throw Self.recordError(error)
        }
    }

    /// Adds patients in one transaction.
    package func insert(contentsOf patients: [Patient], realm: RealmIdentifier) async throws(RecordStoreError) {
        do {
            try await database.write { database in
                for patient in patients {
                    let statement = try database.cachedStatement(sql: PatientRow.insertSQL)
                    do {
                        try statement.execute(arguments: try PatientRow.arguments(of: patient, realm: realm))
                    } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
                        throw RecordStoreError.exists(patient.id)
                    }
                }
            }
        } catch {
            throw Self.recordError(error)
        }
    }

    /// SQLite's own errors can hold a statement's values, so nothing of them is passed on.
    private static func recordError(_ error: any Error) -> RecordStoreError {
        error as? RecordStoreError ?? .unavailable
    }
}
