package import ExternalRecords
package import GRDB
package import Registry
package import Timekeeping

/// The patients in `DIR/counterfoil.sqlite`. Reads and writes run on the pool's own threads.
package struct SQLitePatientStore: PatientStore {
    /// The name under which the numbers of patients are counted.
    static let kind = "patient"

    private let database: ExternalDatabase
    private let keys: RealmDataKeys

    /// Keeps patients in a database that the registry's migrations were applied to.
    package init(database: any DatabaseWriter, keys: RealmDataKeys) {
        self.database = ExternalDatabase(writer: database)
        self.keys = keys
    }

    /// A part of the patients. The count and the rows are of the same snapshot.
    package func list(
        realm: RealmIdentifier, query: PatientQuery
    ) async throws(RecordStoreError) -> PageOf<PatientSummary> {
        var conditions = ListConditions("realm = ?", [realm.description])
        conditions.require("standing = ?", query.standing?.rawValue)
        conditions.require("location_id = ?", query.location?.text)
        conditions.require("modified_at >= ?", query.records.modifiedSince?.millisecondsSince1970)
        // What every list can be narrowed by is counted as patients come and go; only a moment needs a look.
        let countSQL =
            query.records.modifiedSince == nil
            ? "SELECT sum(patients) FROM patient_count WHERE \(conditions.sql)"
            : "SELECT count(*) FROM patient WHERE \(conditions.sql)"
        return try await page(
            conditions, countSQL: countSQL, order: query.records.order, page: query.records.page)
    }

    /// The patients that a search finds.
    package func search(
        realm: RealmIdentifier, _ search: PatientSearch, page: Page
    ) async throws(RecordStoreError) -> PageOf<PatientSummary> {
        var conditions = ListConditions("realm = ?", [realm.description])
        for (column, name) in [("last_key", search.lastName), ("first_key", search.firstName)] {
            guard let key = name?.lowercased() else { continue }
            conditions.require("\(column) >= ?", key)
            conditions.require("\(column) < ?", key + "\u{10FFFF}")
        }
        conditions.require("date_of_birth = ?", search.dateOfBirth?.description)
        return try await self.page(
            conditions, countSQL: "SELECT count(*) FROM patient WHERE \(conditions.sql)", order: .created, page: page)
    }

    private func page(
        _ conditions: ListConditions, countSQL: String, order: RecordOrder, page: Page
    ) async throws(RecordStoreError) -> PageOf<PatientSummary> {
        // The inner query finds the page in an index alone.
        let order = ListConditions.order(order)
        let sql = """
            SELECT \(PatientRow.summaryColumns) FROM patient
            WHERE sequence IN (SELECT sequence FROM patient WHERE \(conditions.sql) ORDER BY \(order) LIMIT ? OFFSET ?)
            ORDER BY \(order)
            """
        let narrowed = conditions
        return try await database.read { database in
            let count = try Int.fetchOne(
                database.cachedStatement(sql: countSQL), arguments: narrowed.arguments)
            let rows = try Row.fetchAll(
                database.cachedStatement(sql: sql), arguments: narrowed.arguments + [page.rows, page.offsetRows])
            return PageOf(items: try rows.map(PatientRow.summary), count: count ?? 0)
        }
    }

    /// The changes behind a place with the patients as they are now.
    package func changes(
        realm: RealmIdentifier, after number: Int64, limit: Int
    ) async throws(RecordStoreError) -> [PatientChange] {
        try await database.read { database in
            try PatientChangeRows.list(realm: realm, after: number, limit: limit, in: database)
        }
    }

    /// One patient of the realm.
    package func find(realm: RealmIdentifier, id: RecordIdentifier) async throws(RecordStoreError) -> Patient? {
        try await database.read { [keys] database in
            try PatientRow.find(realm: realm, id: id, keys: keys, in: database)
        }
    }

    /// Adds patients in one transaction.
    package func insert(contentsOf patients: [Patient], realm: RealmIdentifier) async throws(RecordStoreError) {
        try await database.write { [keys] database in
            for patient in patients {
                try PatientRow.insert(patient, realm: realm, keys: keys, in: database)
                try PatientChangeRows.note(
                    .created, of: patient.id, realm: realm, at: patient.version.createdAt, in: database)
            }
        }
    }

    /// Makes a patient with the next id.
    package func create(
        _ detail: PatientDetail, realm: RealmIdentifier, at now: Timestamp, repeatable: RepeatableWrite?
    ) async throws(RecordStoreError) -> Patient {
        try await database.write { [keys] database in
            if let repeatable,
                let id = try RecordCreationRows.find(repeatable, of: Self.kind, realm: realm, at: now, in: database)
            {
                guard let known = try PatientRow.find(realm: realm, id: id, keys: keys, in: database) else {
                    throw RecordStoreError.repeatedRecordGone
                }
                return known
            }
            let id = try RecordNumberRows.next(
                Self.kind, first: Patient.firstNumber, realm: realm, in: database)
            let patient = Patient(id: id, detail: detail, version: RecordVersion(createdAt: now))
            try PatientRow.insert(patient, realm: realm, keys: keys, in: database)
            try PatientChangeRows.note(.created, of: id, realm: realm, at: now, in: database)
            if let repeatable {
                try RecordCreationRows.insert(repeatable, of: Self.kind, id: id, realm: realm, at: now, in: database)
            }
            return patient
        }
    }

    /// Replaces what is known of a patient.
    package func replace(
        with detail: PatientDetail, realm: RealmIdentifier, id: RecordIdentifier, revision: Int?, at now: Timestamp
    ) async throws(RecordStoreError) -> Patient? {
        try await database.write { [keys] database in
            guard let version = try Self.version(of: id, realm: realm, revision: revision, in: database) else {
                return nil
            }
            let patient = Patient(
                id: id, detail: detail,
                version: RecordVersion(
                    revision: version.revision + 1, createdAt: version.createdAt, modifiedAt: now))
            try PatientRow.replace(with: patient, realm: realm, keys: keys, in: database)
            try PatientChangeRows.note(.updated, of: id, realm: realm, at: now, in: database)
            return patient
        }
    }

    /// Deletes a patient with its insurances.
    package func delete(
        realm: RealmIdentifier, id: RecordIdentifier, revision: Int?, at now: Timestamp
    ) async throws(RecordStoreError) -> Bool {
        try await database.write { database in
            guard try Self.version(of: id, realm: realm, revision: revision, in: database) != nil else {
                return false
            }
            try database.cachedStatement(sql: "DELETE FROM patient WHERE realm = ? AND id = ?")
                .execute(arguments: [realm.description, id.text])
            try PatientChangeRows.note(.deleted, of: id, realm: realm, at: now, in: database)
            return true
        }
    }

    /// Seals the social security numbers that an earlier release has stored in the documents, in the clear.
    package func sealEarlierNumbers() async throws(RecordStoreError) {
        try await database.write { [keys] database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT realm, id FROM patient WHERE ssn IS NULL AND instr(document, CAST('"ssn":' AS BLOB)) > 0
                    """)
            for row in rows {
                guard let realm = RealmIdentifier(text: row["realm"]), let id = RecordIdentifier(row["id"] as String),
                    let patient = try PatientRow.find(realm: realm, id: id, keys: keys, in: database)
                else { continue }
                try PatientRow.replace(with: patient, realm: realm, keys: keys, in: database)
            }
        }
    }

    private static func version(
        of id: RecordIdentifier, realm: RealmIdentifier, revision: Int?, in database: Database
    ) throws -> RecordVersion? {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: "SELECT revision, created_at, modified_at FROM patient WHERE realm = ? AND id = ?"),
            arguments: [realm.description, id.text])
        guard let version = row.map(RecordRow.version) else { return nil }
        guard revision == nil || revision == version.revision else { throw RecordStoreError.changed }
        return version
    }
}
