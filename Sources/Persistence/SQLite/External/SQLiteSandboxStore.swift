package import ExternalRecords
package import GRDB
package import Registry
import Timekeeping

/// Puts the records of a realm in `DIR/counterfoil.sqlite` back to sample data.
package struct SQLiteSandboxStore: SandboxStore {
    private let database: ExternalDatabase
    private let keys: RealmDataKeys

    /// A store over a database that the registry's migrations were applied to.
    package init(database: any DatabaseWriter, keys: RealmDataKeys) {
        self.database = ExternalDatabase(writer: database)
        self.keys = keys
    }

    /// Removes every record of a realm and stores the sample data in one transaction.
    package func reset(realm: RealmIdentifier, to samples: SampleData) async throws(RecordStoreError) {
        try await database.write { [keys] database in
            // In the order of their ids, so that the same samples are always told of in the same order.
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO patient_change (realm, id, kind, at)
                    SELECT realm, id, 'Deleted', max(modified_at, ?) FROM patient WHERE realm = ? ORDER BY id
                    """,
                arguments: [samples.patients.first?.version.createdAt.millisecondsSince1970 ?? 0, realm.description])
            for table in ["patient", "record", "record_creation"] {
                try database.execute(sql: "DELETE FROM \(table) WHERE realm = ?", arguments: [realm.description])
            }
            for patient in samples.patients {
                try PatientRow.insert(patient, realm: realm, keys: keys, in: database)
                try PatientChangeRows.note(
                    .created, of: patient.id, realm: realm, at: patient.version.createdAt, in: database)
            }
            for record in samples.records {
                try RecordRow.insert(record, realm: realm, in: database)
                try RecordNumberRows.note(record.id, of: record.kind.name, realm: realm, in: database)
            }
        }
    }
}
