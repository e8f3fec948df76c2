import Cryptography
import ExternalRecords
import FoundationEssentials
import GRDB
import Registry
import Timekeeping

/// The rows of the table `patient`: their statements and their reading.
enum PatientRow {
    static let summaryColumns = """
        patient.id, first_name, last_name, middle_name, date_of_birth, gender, address_line, address_line2, city, state,
        zip, phones, standing, location_name, location_npi, tags, modified_at
        """

    private static let columns = [
        "realm", "id", "first_name", "last_name", "middle_name", "date_of_birth", "gender", "address_line",
        "address_line2", "city", "state", "zip", "phones", "standing", "location_id", "location_name", "location_npi",
        "tags", "last_key", "first_key", "document", "ssn", "revision", "created_at", "modified_at",
    ]

    private static let insertSQL =
        "INSERT INTO patient (\(columns.joined(separator: ", "))) "
        + "VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"

    private static let replaceSQL =
        "UPDATE patient SET \(columns.dropFirst(2).map { "\($0) = ?" }.joined(separator: ", ")) "
        + "WHERE realm = ? AND id = ?"

    static func insert(
        _ patient: Patient, realm: RealmIdentifier, keys: RealmDataKeys, in database: Database
    ) throws {
        let place: [(any DatabaseValueConvertible)?] = [realm.description, patient.id.text]
        let content = try content(of: patient, realm: realm, keys: keys, in: database)
        do {
            try database.cachedStatement(sql: insertSQL).execute(arguments: StatementArguments(place + content))
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
            throw RecordStoreError.exists(patient.id)
        }
        try RecordNumberRows.note(patient.id, of: SQLitePatientStore.kind, realm: realm, in: database)
    }

    static func replace(
        with patient: Patient, realm: RealmIdentifier, keys: RealmDataKeys, in database: Database
    ) throws {
        let place: [(any DatabaseValueConvertible)?] = [realm.description, patient.id.text]
        let content = try content(of: patient, realm: realm, keys: keys, in: database)
        try database.cachedStatement(sql: replaceSQL).execute(arguments: StatementArguments(content + place))
    }

    /// The values of all columns but the first two, in their order.
    private static func content(
        of patient: Patient, realm: RealmIdentifier, keys: RealmDataKeys, in database: Database
    ) throws -> [(any DatabaseValueConvertible)?] {
        let row = PatientSummary(of: patient)
        var detail = patient.detail
        let ssn = try detail.general.ssn.map {
            Data(try keys.seal($0, of: patient.id, realm: realm, in: database))
        }
        detail.general.ssn = nil
        return [
            row.name.first, row.name.last, row.name.middle, row.dateOfBirth.description, row.gender.rawValue,
            row.address.line, row.address.line2, row.address.city, row.address.state, row.address.zip, row.phones,
            row.standing.rawValue, detail.location.id.text, row.locationName, row.locationNPI,
            String(decoding: try ExternalDatabase.document(row.tags), as: UTF8.self), row.name.last.lowercased(),
            row.name.first.lowercased(), try ExternalDatabase.document(detail), ssn, patient.version.revision,
            patient.version.createdAt.millisecondsSince1970, patient.version.modifiedAt.millisecondsSince1970,
        ]
    }

    static func find(
        realm: RealmIdentifier, id: RecordIdentifier, keys: RealmDataKeys, in database: Database
    ) throws -> Patient? {
        let row = try Row.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT document, ssn, revision, created_at, modified_at FROM patient WHERE realm = ? AND id = ?
                    """), arguments: [realm.description, id.text])
        guard let row else { return nil }
        guard var detail = try? JSONDecoder().decode(PatientDetail.self, from: row["document"] as Data) else {
            throw RecordStoreError.unreadable(id)
        }
        if let sealed = row["ssn"] as Data? {
            detail.general.ssn = try keys.open([UInt8](sealed), of: id, realm: realm, in: database)
        }
        return Patient(id: id, detail: detail, version: RecordRow.version(row))
    }

    static func summary(_ row: Row) throws -> PatientSummary {
        guard let id = RecordIdentifier(row["id"] as String) else { throw RecordStoreError.unavailable }
        guard let birth = CalendarDate(row["date_of_birth"] as String), let gender = Gender(rawValue: row["gender"]),
            let standing = PatientStanding(rawValue: row["standing"]),
            let tags = try? JSONDecoder().decode([String].self, from: Data((row["tags"] as String).utf8))
        else { throw RecordStoreError.unreadable(id) }
        return PatientSummary(
            id: id, name: PersonName(first: row["first_name"], last: row["last_name"], middle: row["middle_name"]),
            dateOfBirth: birth, gender: gender,
            address: PostalAddress(
                line: row["address_line"], line2: row["address_line2"], city: row["city"], state: row["state"],
                zip: row["zip"]),
            phones: row["phones"], standing: standing, locationName: row["location_name"],
            locationNPI: row["location_npi"], tags: tags,
            modifiedAt: Timestamp(millisecondsSince1970: row["modified_at"]))
    }
}
