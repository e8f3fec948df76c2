import ExternalRecords
import FoundationEssentials
import GRDB
import Persistence
import Registry
import Testing
import Timekeeping

/// What is special to the patients in SQLite.
struct PatientSQLiteTests {
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
        let store = SQLitePatientStore(database: registry.database)
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
            let list = try await store.list(realm: realm, page: .first)
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
}
