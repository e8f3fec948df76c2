import ExternalRecords
import FoundationEssentials
import GRDB
import Registry
import Timekeeping

/// The rows of the table `patient`: their statements and their reading.
enum PatientRow {
    /// The inner query finds the page in the index alone.
    static let pageSQL = """
        SELECT id, first_name, last_name, middle_name, date_of_birth, gender, address_line, address_line2, city, state,
            zip, phones, standing, location_name, location_npi, tags
        FROM patient
        WHERE sequence IN (SELECT sequence FROM patient WHERE realm = ? ORDER BY sequence LIMIT ? OFFSET ?)
        ORDER BY sequence
        """

    static let findSQL = "SELECT document, created_at, modified_at FROM patient WHERE realm = ? AND id = ?"

    static let insertSQL = """
        INSERT INTO patient (realm, id, first_name, last_name, middle_name, date_of_birth, gender, address_line,
            address_line2, city, state, zip, phones, standing, location_id, location_name, location_npi, tags, document,
            created_at, modified_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    static func arguments(of patient: Patient, realm: RealmIdentifier) throws -> StatementArguments {
        let row = PatientSummary(of: patient)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let tags = String(decoding: try encoder.encode(row.tags), as: UTF8.self)
        let document = try encoder.encode(patient.detail)
        return [
            realm.description, patient.id.text, row.name.first, row.name.last, row.name.middle,
            row.dateOfBirth.description, row.gender.rawValue, row.address.line, row.address.line2, row.address.city,
            row.address.state, row.address.zip, row.phones, row.standing.rawValue, patient.detail.location.id.text,
            row.locationName, row.locationNPI, tags, document, patient.createdAt.millisecondsSince1970,
            patient.modifiedAt.millisecondsSince1970,
        ]
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
            locationNPI: row["location_npi"], tags: tags)
    }

    static func patient(_ row: Row, id: RecordIdentifier) throws -> Patient {
        guard let detail = try? JSONDecoder().decode(PatientDetail.self, from: row["document"] as Data) else {
            throw RecordStoreError.unreadable(id)
        }
        return Patient(
            id: id, detail: detail, createdAt: Timestamp(millisecondsSince1970: row["created_at"]),
            modifiedAt: Timestamp(millisecondsSince1970: row["modified_at"]))
    }
}
