import Cryptography
import ExternalRecords
import FoundationEssentials
import GRDB
import Persistence
import Registry
import Testing
import Timekeeping

/// What becomes of the records of a release that had patients alone.
struct ExternalMigrationTests {
    private static let moment = Timestamp(secondsSince1970: 1_700_000_000)

    /// A database as that release left it, with patients whose numbers are in the clear, brought forward.
    private func migrated(_ patients: [Patient], realm: RealmIdentifier) async throws -> DatabaseQueue {
        let database = try DatabaseQueue()
        let earlier = Array(SQLiteRegistryStore.migrations.prefix(13))
        try SQLiteMigrations.apply(earlier, to: database, now: Self.moment)
        try await database.write { database in
            try database.execute(
                sql: """
                    INSERT INTO tenant (name, display_name, status, created_at) VALUES ('demo', 'Demo', 'active', 0);
                    INSERT INTO resource (realm, identifier, tenant, name)
                        VALUES ('demo/sandbox', 'urn:x', 'demo', 'External API');
                    INSERT INTO scope (realm, name, description, resource)
                        VALUES ('demo/sandbox', 'external', 'All', 'urn:x');
                    """)
            for patient in patients {
                let row = PatientSummary(of: patient)
                try database.execute(
                    sql: """
                        INSERT INTO patient (realm, id, first_name, last_name, middle_name, date_of_birth, gender,
                            address_line, address_line2, city, state, zip, phones, standing, location_id,
                            location_name, location_npi, tags, document, created_at, modified_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        realm.description, patient.id.text, row.name.first, row.name.last, row.name.middle,
                        row.dateOfBirth.description, row.gender.rawValue, row.address.line, row.address.line2,
                        row.address.city, row.address.state, row.address.zip, row.phones, row.standing.rawValue,
                        patient.detail.location.id.text, row.locationName, row.locationNPI,
                        String(decoding: try JSONEncoder().encode(row.tags), as: UTF8.self),
                        try JSONEncoder().encode(patient.detail), Self.moment.millisecondsSince1970,
                        Self.moment.millisecondsSince1970,
                    ])
            }
        }
        try SQLiteMigrations.apply(SQLiteRegistryStore.migrations, to: database, now: Self.moment)
        return database
    }

    @Test func `patients stay as they are, and can be counted, searched, followed and written`() async throws {
        let realm = try #require(RealmIdentifier(text: "demo/sandbox"))
        let patients = SamplePatients.patients(count: 20, createdAt: Self.moment)
        let database = try await migrated(patients, realm: realm)
        let store = SQLitePatientStore(
            database: database, keys: RealmDataKeys(rootKey: .random(from: .system), random: .system))
        try await store.sealEarlierNumbers()
        for patient in patients { #expect(try await store.find(realm: realm, id: patient.id) == patient) }
        let held = patients.filter { $0.detail.status.standing == .hold }.count
        #expect(try await store.list(realm: realm, query: PatientQuery()).count == 20)
        #expect(try await store.list(realm: realm, query: PatientQuery(standing: .hold)).count == held)
        let found = try await store.search(realm: realm, PatientSearch(lastName: "stone"), page: .first)
        #expect(found.items.map(\.id).contains(patients[0].id))
        let changes = try await store.changes(realm: realm, after: 0, limit: 100)
        #expect(changes.map(\.id) == patients.map(\.id) && changes.allSatisfy { $0.kind == .created })
        let next = try await store.create(patients[3].detail, realm: realm, at: Self.moment, repeatable: nil)
        #expect(next.id.text == "10000021")
    }

    @Test func `realms that there are get the narrower scopes, those of the migration and of new realms alike`()
        async throws
    {
        let realm = try #require(RealmIdentifier(text: "demo/sandbox"))
        let database = try await migrated([], realm: realm)
        let scopes = try await database.read { database in
            try Row.fetchAll(database, sql: "SELECT name, description FROM scope WHERE realm = 'demo/sandbox'").map {
                "\($0["name"] as String): \($0["description"] as String)"
            }
        }
        let expected = Scope.externalAPI.map { "\($0.name): \($0.name == "external" ? "All" : $0.description)" }
        #expect(scopes.sorted() == expected.sorted())
    }
}
