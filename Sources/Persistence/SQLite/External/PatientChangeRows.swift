import ExternalRecords
import GRDB
import Registry
import Timekeeping

/// The rows of the table `patient_change`: of each patient the last change.
enum PatientChangeRows {
    /// Notes a change, which takes the next number.
    static func note(
        _ kind: PatientChange.Kind, of id: RecordIdentifier, realm: RealmIdentifier, at now: Timestamp,
        in database: Database
    ) throws {
        try database.cachedStatement(
            sql: "INSERT OR REPLACE INTO patient_change (realm, id, kind, at) VALUES (?, ?, ?, ?)"
        ).execute(arguments: [realm.description, id.text, kind.rawValue, now.millisecondsSince1970])
    }

    /// The changes behind a number with the patients as they are now, in one snapshot.
    static func list(
        realm: RealmIdentifier, after number: Int64, limit: Int, in database: Database
    ) throws -> [PatientChange] {
        let rows = try Row.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT change.number, change.id AS changed, change.kind, change.at, \(PatientRow.summaryColumns)
                    FROM patient_change AS change
                    LEFT JOIN patient ON patient.realm = change.realm AND patient.id = change.id
                    WHERE change.realm = ? AND change.number > ? ORDER BY change.number LIMIT ?
                    """), arguments: [realm.description, number, limit])
        return try rows.map { row in
            guard let id = RecordIdentifier(row["changed"] as String) else { throw RecordStoreError.unavailable }
            guard let kind = PatientChange.Kind(rawValue: row["kind"]) else { throw RecordStoreError.unreadable(id) }
            return PatientChange(
                number: row["number"], id: id, kind: kind, at: Timestamp(millisecondsSince1970: row["at"]),
                patient: row["id"] == nil ? nil : try PatientRow.summary(row))
        }
    }
}
