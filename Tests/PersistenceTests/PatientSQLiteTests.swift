import Cryptography
import ExternalRecords
import FoundationEssentials
import GRDB
import Persistence
import Registry
import Testing
import Timekeeping

/// What is special to the patients in SQLite.
struct PatientSQLiteTests {
    private let rootKey = RootKey.random(from: .system)
    private let moment = Timestamp(secondsSince1970: 1_700_000_000)

    private func withDatabase(
        _ body: (DatabasePool, SQLitePatientStore, RealmIdentifier) async throws -> Void
    ) async throws {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "counterfoil-patients-\(UInt64.random(in: 0...UInt64.max))", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let registry = try SQLiteRegistryStore(directory: directory.path(), now: moment)
        let realm = try #require(RealmIdentifier(text: "demo/sandbox"))
        let store = SQLitePatientStore(
            database: registry.database, keys: RealmDataKeys(rootKey: rootKey, random: .system))
        try await store.insert(contentsOf: SamplePatients.patients(count: 10, createdAt: moment), realm: realm)
        try await body(registry.database, store, realm)
    }

    @Test func `a damaged record is reported by its id alone`() async throws {
        try await withDatabase { database, store, realm in
            let id = try #require(RecordIdentifier("10000003"))
            try await database.write {
                try $0.execute(sql: "UPDATE patient SET document = x'7B' WHERE id = '10000003'")
            }
            await #expect(throws: RecordStoreError.unreadable(id)) { try await store.find(realm: realm, id: id) }
        }
    }

    @Test func `the count follows rows that are removed`() async throws {
        try await withDatabase { database, store, realm in
            try await database.write { try $0.execute(sql: "DELETE FROM patient WHERE id > '10000004'") }
            let list = try await store.list(realm: realm, query: PatientQuery())
            #expect(list.count == 4 && list.items.count == 4)
        }
    }

    @Test func `lists are read through the index`() async throws {
        try await withDatabase { database, _, _ in
            let plan = try await database.read { database in
                try String.fetchAll(
                    database,
                    sql: "EXPLAIN QUERY PLAN SELECT sequence FROM patient WHERE realm = ? ORDER BY sequence LIMIT 5",
                    arguments: ["demo/sandbox"], adapter: SuffixRowAdapter(fromIndex: 3))
            }
            #expect(plan.count == 1 && plan.allSatisfy { $0.contains("USING COVERING INDEX patient_in_order") })
        }
    }

    @Test func `an id that is no id cannot be stored`() async throws {
        try await withDatabase { database, _, _ in
            await #expect(throws: DatabaseError.self) {
                try await database.write {
                    try $0.execute(sql: "UPDATE patient SET id = 'P-000001' WHERE sequence = 1")
                }
            }
        }
    }

    @Test func `a social security number is nowhere in the database's files`() async throws {
        try await withDatabase { database, store, realm in
            let patients = SamplePatients.patients(count: 10, createdAt: moment)
            let numbers = patients.compactMap(\.detail.general.ssn)
            #expect(numbers.count > 3)
            try await database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
            for suffix in ["", "-wal"] {
                guard let bytes = FileManager.default.contents(atPath: database.path + suffix) else { continue }
                let text = String(decoding: bytes, as: UTF8.self)
                for number in numbers { #expect(!text.contains(number)) }
            }
            for patient in patients {
                #expect(try await store.find(realm: realm, id: patient.id)?.detail == patient.detail)
            }
        }
    }

    @Test func `numbers of an earlier release are sealed, and the records stay as they are`() async throws {
        try await withDatabase { database, store, realm in
            let id = try #require(RecordIdentifier("10000001"))
            let before = try #require(try await store.find(realm: realm, id: id))
            try await database.write {
                try $0.execute(
                    sql: """
                        UPDATE patient SET ssn = NULL, document =
                            CAST(json_set(CAST(document AS TEXT), '$.general.ssn', '666-04-0961') AS BLOB)
                        WHERE id = '10000001'
                        """)
            }
            #expect(try await store.find(realm: realm, id: id) == before)
            try await store.sealEarlierNumbers()
            #expect(try await store.find(realm: realm, id: id) == before)
            let plain = try await database.read {
                try Int.fetchOne(
                    $0, sql: "SELECT count(*) FROM patient WHERE instr(document, CAST('666-' AS BLOB)) > 0")
            }
            #expect(plain == 0)
        }
    }

    @Test func `a sealed number of another patient does not open`() async throws {
        try await withDatabase { database, store, realm in
            try await database.write {
                try $0.execute(
                    sql:
                        "UPDATE patient SET ssn = (SELECT ssn FROM patient WHERE id = '10000001') WHERE ssn IS NOT NULL"
                )
            }
            #expect(try await store.find(realm: realm, id: try #require(RecordIdentifier("10000001"))) != nil)
            let other = try #require(
                SamplePatients.patients(count: 10, createdAt: moment).dropFirst().first { $0.detail.general.ssn != nil }
            )
            await #expect(throws: RecordStoreError.unreadable(other.id)) {
                try await store.find(realm: realm, id: other.id)
            }
        }
    }

    @Test func `each realm has a data key of its own, wrapped by the root key`() async throws {
        try await withDatabase { database, store, realm in
            let production = try #require(RealmIdentifier(text: "demo/production"))
            try await store.insert(
                contentsOf: SamplePatients.patients(count: 1, createdAt: moment), realm: production)
            let keys = try await database.read {
                try Data.fetchAll($0, sql: "SELECT wrapped FROM record_key ORDER BY realm")
            }
            #expect(keys.count == 2 && keys[0] != keys[1])
            let stranger = SQLitePatientStore(
                database: database, keys: RealmDataKeys(rootKey: .random(from: .system), random: .system))
            let id = try #require(RecordIdentifier("10000001"))
            await #expect(throws: RecordStoreError.self) { try await stranger.find(realm: realm, id: id) }
        }
    }

    @Test func `filters and changes are read through indexes`() async throws {
        try await withDatabase { database, _, _ in
            for (condition, index) in [
                ("standing = 'Hold'", "patient_by_standing"), ("location_id = '20000001'", "patient_by_location"),
                ("last_key >= 'a' AND last_key < 'b'", "patient_by_name"),
                ("date_of_birth = '1961-04-09'", "patient_by_birth"),
            ] {
                let plan = try await database.read { database in
                    try String.fetchAll(
                        database,
                        sql: "EXPLAIN QUERY PLAN SELECT sequence FROM patient WHERE realm = 'r' AND \(condition) "
                            + "ORDER BY sequence LIMIT 5",
                        adapter: SuffixRowAdapter(fromIndex: 3))
                }
                #expect(plan.contains { $0.contains(index) }, "\(plan)")
            }
        }
    }
}
