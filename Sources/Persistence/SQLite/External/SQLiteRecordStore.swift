package import ExternalRecords
import FoundationEssentials
package import GRDB
package import Registry
package import Timekeeping

/// The smaller records in `DIR/counterfoil.sqlite`, all kinds in one table.
package struct SQLiteRecordStore: RecordStore {
    private let database: ExternalDatabase

    /// Keeps records in a database that the registry's migrations were applied to.
    package init(database: any DatabaseWriter) {
        self.database = ExternalDatabase(writer: database)
    }

    /// A part of the records of one kind. The count and the rows are of the same snapshot.
    package func list<Record: StoredRecord>(
        _ type: Record.Type, realm: RealmIdentifier, parent: RecordIdentifier?, query: RecordQuery
    ) async throws(RecordStoreError) -> PageOf<Stored<Record>> {
        try await database.read { database in
            var conditions = ListConditions(
                "realm = ? AND kind = ? AND parent = ?",
                [realm.description, Record.kind.name, parent?.text ?? ""])
            conditions.require("modified_at >= ?", query.modifiedSince?.millisecondsSince1970)
            let count = try Int.fetchOne(
                database.cachedStatement(sql: "SELECT count(*) FROM record WHERE \(conditions.sql)"),
                arguments: conditions.arguments)
            let rows = try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT \(RecordRow.columns) FROM record WHERE \(conditions.sql)
                        ORDER BY \(ListConditions.order(query.order)) LIMIT ? OFFSET ?
                        """), arguments: conditions.arguments + [query.page.rows, query.page.offsetRows])
            return PageOf(items: try rows.map { try RecordRow.stored($0) }, count: count ?? 0)
        }
    }

    /// One record of the realm.
    package func find<Record: StoredRecord>(
        _ type: Record.Type, realm: RealmIdentifier, id: RecordIdentifier, parent: RecordIdentifier?
    ) async throws(RecordStoreError) -> Stored<Record>? {
        try await database.read { database in
            try RecordRow.find(realm: realm, id: id, parent: parent, in: database)
        }
    }

    /// Makes a record with the next id of its kind.
    package func create<Record: StoredRecord>(
        _ record: Record, realm: RealmIdentifier, parent: RecordIdentifier?, at now: Timestamp,
        repeatable: RepeatableWrite?
    ) async throws(RecordStoreError) -> Stored<Record> {
        try await database.write { database in
            let kind = Record.kind
            if let repeatable,
                let id = try RecordCreationRows.find(repeatable, of: kind.name, realm: realm, at: now, in: database)
            {
                let known: Stored<Record>? = try RecordRow.find(realm: realm, id: id, parent: parent, in: database)
                guard let known else { throw RecordStoreError.repeatedRecordGone }
                return known
            }
            let id = try RecordNumberRows.next(kind.name, first: kind.firstNumber, realm: realm, in: database)
            let stored = Stored(id: id, parent: parent, record: record, version: RecordVersion(createdAt: now))
            try RecordRow.insert(stored, realm: realm, in: database)
            try RecordRow.touchPatient(of: kind, parent, realm: realm, at: now, in: database)
            if let repeatable {
                try RecordCreationRows.insert(
                    repeatable, of: kind.name, id: id, realm: realm, at: now, in: database)
            }
            return stored
        }
    }

    /// Replaces what is known of a record.
    package func replace<Record: StoredRecord>(
        with record: Record, realm: RealmIdentifier, id: RecordIdentifier, parent: RecordIdentifier?, revision: Int?,
        at now: Timestamp
    ) async throws(RecordStoreError) -> Stored<Record>? {
        try await database.write { database in
            let known: Stored<Record>? = try RecordRow.find(realm: realm, id: id, parent: parent, in: database)
            guard let known else { return nil }
            guard revision == nil || revision == known.version.revision else { throw RecordStoreError.changed }
            let version = RecordVersion(
                revision: known.version.revision + 1, createdAt: known.version.createdAt, modifiedAt: now)
            try database.cachedStatement(
                sql: """
                    UPDATE record SET document = ?, revision = ?, modified_at = ?
                    WHERE realm = ? AND kind = ? AND id = ?
                    """
            ).execute(arguments: [
                try ExternalDatabase.document(record), version.revision, now.millisecondsSince1970,
                realm.description, Record.kind.name, id.text,
            ])
            try RecordRow.touchPatient(of: Record.kind, parent, realm: realm, at: now, in: database)
            return Stored(id: id, parent: parent, record: record, version: version)
        }
    }

    /// Deletes a record.
    package func delete<Record: StoredRecord>(
        _ type: Record.Type, realm: RealmIdentifier, id: RecordIdentifier, parent: RecordIdentifier?, revision: Int?,
        at now: Timestamp
    ) async throws(RecordStoreError) -> Bool {
        try await database.write { database in
            let known: Stored<Record>? = try RecordRow.find(realm: realm, id: id, parent: parent, in: database)
            guard let known else { return false }
            guard revision == nil || revision == known.version.revision else { throw RecordStoreError.changed }
            try database.cachedStatement(sql: "DELETE FROM record WHERE realm = ? AND kind = ? AND id = ?")
                .execute(arguments: [realm.description, Record.kind.name, id.text])
            try RecordRow.touchPatient(of: Record.kind, parent, realm: realm, at: now, in: database)
            return true
        }
    }
}

/// The rows of the table `record`.
enum RecordRow {
    static let columns = "id, parent, document, revision, created_at, modified_at"

    static func find<Record: StoredRecord>(
        realm: RealmIdentifier, id: RecordIdentifier, parent: RecordIdentifier?, in database: Database
    ) throws -> Stored<Record>? {
        try Row.fetchOne(
            database.cachedStatement(
                sql: "SELECT \(columns) FROM record WHERE realm = ? AND kind = ? AND id = ? AND parent = ?"),
            arguments: [realm.description, Record.kind.name, id.text, parent?.text ?? ""]
        ).map { try stored($0) }
    }

    static func stored<Record: StoredRecord>(_ row: Row) throws -> Stored<Record> {
        guard let id = RecordIdentifier(row["id"] as String) else { throw RecordStoreError.unavailable }
        guard let record = try? JSONDecoder().decode(Record.self, from: row["document"] as Data) else {
            throw RecordStoreError.unreadable(id)
        }
        return Stored(
            id: id, parent: RecordIdentifier(row["parent"] as String), record: record, version: version(row))
    }

    static func version(_ row: Row) -> RecordVersion {
        RecordVersion(
            revision: row["revision"], createdAt: Timestamp(millisecondsSince1970: row["created_at"]),
            modifiedAt: Timestamp(millisecondsSince1970: row["modified_at"]))
    }

    static func insert(_ record: some SampleRecord, realm: RealmIdentifier, in database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO record (realm, kind, id, parent, document, revision, created_at, modified_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            realm.description, record.kind.name, record.id.text, record.parent?.text ?? "",
            try ExternalDatabase.document(record.content), record.version.revision,
            record.version.createdAt.millisecondsSince1970, record.version.modifiedAt.millisecondsSince1970,
        ])
    }

    /// A change of an insurance is a change of its patient to whoever follows the patients.
    static func touchPatient(
        of kind: RecordKind, _ parent: RecordIdentifier?, realm: RealmIdentifier, at now: Timestamp,
        in database: Database
    ) throws {
        guard kind == Insurance.kind, let parent else { return }
        try PatientChangeRows.note(.updated, of: parent, realm: realm, at: now, in: database)
    }
}
