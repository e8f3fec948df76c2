import Cryptography
import ExternalRecords
import GRDB
import Persistence
import Registry
import Testing
import Timekeeping

/// What the store of the smaller records keeps to, and the reset of a sandbox.
struct RecordStoreTests {
    private static let moment = Timestamp(secondsSince1970: 1_700_000_000)
    private let sandbox: RealmIdentifier
    private let production: RealmIdentifier
    private let database: DatabaseQueue
    private let store: SQLiteRecordStore
    private let patients: SQLitePatientStore
    private let reset: SQLiteSandboxStore

    init() throws {
        sandbox = try #require(RealmIdentifier(text: "demo/sandbox"))
        production = try #require(RealmIdentifier(text: "demo/production"))
        database = try DatabaseQueue()
        try SQLiteMigrations.apply(SQLiteRegistryStore.migrations, to: database, now: Self.moment)
        let keys = RealmDataKeys(rootKey: .random(from: .system), random: .system)
        store = SQLiteRecordStore(database: database)
        patients = SQLitePatientStore(database: database, keys: keys)
        reset = SQLiteSandboxStore(database: database, keys: keys)
    }

    private func insurance(_ policy: String) throws -> Insurance {
        Insurance(
            status: .active, position: 1,
            payer: InsurancePayer(id: try #require(RecordIdentifier("60000001")), name: "Payer", claimCode: "P"),
            policyNumber: policy)
    }

    private func create(_ policy: String, of patient: RecordIdentifier) async throws -> Stored<Insurance> {
        try await store.create(
            try insurance(policy), realm: sandbox, parent: patient, at: Self.moment, repeatable: nil)
    }

    private func changeNumber() async throws -> Int64 {
        try await patients.changes(realm: sandbox, after: 0, limit: 1_000).last?.number ?? 0
    }

    @Test func `a sandbox begins with its sample data, and a reset puts it back to that`() async throws {
        let samples = SampleData.sandbox(createdAt: Self.moment)
        try await reset.reset(realm: sandbox, to: samples)
        func counts() async throws -> [Int] {
            let query = RecordQuery()
            return [
                try await patients.list(realm: sandbox, query: PatientQuery()).count,
                try await store.list(Location.self, realm: sandbox, parent: nil, query: query).count,
                try await store.list(Payer.self, realm: sandbox, parent: nil, query: query).count,
                try await store.list(BillingCode.self, realm: sandbox, parent: nil, query: query).count,
                try await store.list(Tag.self, realm: sandbox, parent: nil, query: query).count,
                try await store.list(Facility.self, realm: sandbox, parent: nil, query: query).count,
            ]
        }
        #expect(try await counts() == [250, 12, 8, 500, 10, 6])
        let place = try await changeNumber()
        let added = try await patients.create(
            samples.patients[0].detail, realm: sandbox, at: Self.moment, repeatable: nil)
        _ = try await patients.delete(realm: sandbox, id: samples.patients[1].id, revision: nil, at: Self.moment)
        try await reset.reset(realm: sandbox, to: samples)
        #expect(try await counts() == [250, 12, 8, 500, 10, 6])
        #expect(try await patients.find(realm: sandbox, id: samples.patients[1].id) == samples.patients[1])
        let changes = try await patients.changes(realm: sandbox, after: place, limit: 1_000)
        #expect(changes.count == 251)
        #expect(changes.filter { $0.kind == .deleted }.map(\.id) == [added.id])
        #expect(try await patients.list(realm: production, query: PatientQuery()).count == 0)
    }

    @Test func `sample records name only records that there are`() async throws {
        let samples = SampleData.sandbox(createdAt: Self.moment)
        try await reset.reset(realm: sandbox, to: samples)
        for patient in samples.patients {
            let location = try await store.find(
                Location.self, realm: sandbox, id: patient.detail.location.id, parent: nil)
            #expect(location?.record.type == .serviceLocation)
            #expect(location?.record.name == patient.detail.location.name)
            for tag in patient.detail.tags {
                let found = try await store.find(Tag.self, realm: sandbox, id: tag.id, parent: nil)
                #expect(found?.record.name == tag.name)
            }
            if let facility = patient.detail.facilityLocation {
                let found = try await store.find(Facility.self, realm: sandbox, id: facility.id, parent: nil)
                #expect(found?.record.address == facility.address)
            }
            let insurances = try await store.list(
                Insurance.self, realm: sandbox, parent: patient.id, query: RecordQuery())
            for insurance in insurances.items {
                let payer = try await store.find(
                    Payer.self, realm: sandbox, id: insurance.record.payer.id, parent: nil)
                #expect(payer?.record.isActive == true && payer?.record.name == insurance.record.payer.name)
            }
        }
    }

    @Test func `the same samples come every time`() throws {
        let one = SampleData.sandbox(createdAt: Self.moment).records.map { "\($0.kind.name) \($0.id) \($0.content)" }
        let two = SampleData.sandbox(createdAt: Self.moment).records.map { "\($0.kind.name) \($0.id) \($0.content)" }
        #expect(one == two)
        let codes = SampleData.sandbox(createdAt: Self.moment).records.compactMap { $0 as? Stored<BillingCode> }
        #expect(codes.count == 500 && Set(codes.map(\.record.code)).count == 500)
    }

    @Test func `a record belongs to its parent, and is not found through another`() async throws {
        try await reset.reset(realm: sandbox, to: SampleData.sandbox(patients: 2, createdAt: Self.moment))
        let first = try #require(RecordIdentifier("10000001"))
        let second = try #require(RecordIdentifier("10000002"))
        let stored = try await create("A-1", of: first)
        #expect(try await store.find(Insurance.self, realm: sandbox, id: stored.id, parent: first) == stored)
        #expect(try await store.find(Insurance.self, realm: sandbox, id: stored.id, parent: second) == nil)
        #expect(try await store.find(Insurance.self, realm: production, id: stored.id, parent: first) == nil)
        #expect(try await store.find(Payer.self, realm: sandbox, id: stored.id, parent: nil) == nil)
        #expect(
            try await store.delete(
                Insurance.self, realm: sandbox, id: stored.id, parent: second, revision: nil, at: Self.moment) == false)
    }

    @Test func `an insurance needs its patient, and goes with it`() async throws {
        try await reset.reset(realm: sandbox, to: SampleData.sandbox(patients: 1, createdAt: Self.moment))
        let patient = try #require(RecordIdentifier("10000001"))
        await #expect(throws: RecordStoreError.parentMissing) {
            try await create("A-1", of: try #require(RecordIdentifier("10000099")))
        }
        let stored = try await create("A-1", of: patient)
        _ = try await patients.delete(realm: sandbox, id: patient, revision: nil, at: Self.moment)
        #expect(try await store.find(Insurance.self, realm: sandbox, id: stored.id, parent: patient) == nil)
    }

    @Test func `a change of an insurance is a change of its patient`() async throws {
        try await reset.reset(realm: sandbox, to: SampleData.sandbox(patients: 2, createdAt: Self.moment))
        let patient = try #require(RecordIdentifier("10000001"))
        var place = try await changeNumber()
        func expectTold(_ what: Comment) async throws {
            let changes = try await patients.changes(realm: sandbox, after: place, limit: 10)
            #expect(changes.map(\.id) == [patient] && changes.first?.kind == .updated, what)
            place = changes.last?.number ?? place
        }
        let stored = try await create("A-1", of: patient)
        try await expectTold("created")
        _ = try await store.replace(
            with: try insurance("A-2"), realm: sandbox, id: stored.id, parent: patient, revision: 1, at: Self.moment)
        try await expectTold("replaced")
        _ = try await store.delete(
            Insurance.self, realm: sandbox, id: stored.id, parent: patient, revision: 2, at: Self.moment)
        try await expectTold("deleted")
    }

    @Test func `a replacement of an old state is refused`() async throws {
        try await reset.reset(realm: sandbox, to: SampleData.sandbox(patients: 1, createdAt: Self.moment))
        let patient = try #require(RecordIdentifier("10000001"))
        let stored = try await create("A-1", of: patient)
        let replaced = try await store.replace(
            with: try insurance("A-2"), realm: sandbox, id: stored.id, parent: patient, revision: 1, at: Self.moment)
        #expect(replaced?.version.revision == 2)
        await #expect(throws: RecordStoreError.changed) {
            try await store.replace(
                with: try insurance("A-3"), realm: sandbox, id: stored.id, parent: patient, revision: 1,
                at: Self.moment)
        }
        await #expect(throws: RecordStoreError.changed) {
            try await store.delete(
                Insurance.self, realm: sandbox, id: stored.id, parent: patient, revision: 1, at: Self.moment)
        }
    }

    @Test func `a repeated write makes one record`() async throws {
        try await reset.reset(realm: sandbox, to: SampleData.sandbox(patients: 1, createdAt: Self.moment))
        let patient = try #require(RecordIdentifier("10000001"))
        let write = RepeatableWrite(key: "k", fingerprint: [1])
        var made: [Stored<Insurance>] = []
        for _ in 0..<2 {
            made.append(
                try await store.create(
                    try insurance("A-1"), realm: sandbox, parent: patient, at: Self.moment, repeatable: write))
        }
        #expect(made[0] == made[1])
        await #expect(throws: RecordStoreError.keyReused) {
            try await patients.create(
                SamplePatients.patients(count: 1, createdAt: Self.moment)[0].detail, realm: sandbox, at: Self.moment,
                repeatable: write)
        }
    }
}
