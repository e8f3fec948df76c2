import Cryptography
import ExternalRecords
import FoundationEssentials
import Persistence
import Registry
import Testing
import Timekeeping

/// What the patients' store keeps to.
struct PatientStoreTests {
    private func withStore(_ body: (any PatientStore) async throws -> Void) async throws {
        try await withRegistryDirectory { directory in
            let registry = try SQLiteRegistryStore(directory: directory, now: Self.moment)
            let keys = RealmDataKeys(rootKey: .random(from: .system), random: .system)
            try await body(SQLitePatientStore(database: registry.database, keys: keys))
        }
    }

    static let moment = Timestamp(secondsSince1970: 1_700_000_000)
    private let sandbox: RealmIdentifier
    private let production: RealmIdentifier
    private let patients = SamplePatients.patients(createdAt: moment)

    init() throws {
        sandbox = try #require(RealmIdentifier(text: "demo/sandbox"))
        production = try #require(RealmIdentifier(text: "demo/production"))
    }

    private static func page(_ index: Int, _ rows: Int) throws -> PatientQuery {
        PatientQuery(RecordQuery(page: try #require(Page(index: index, rows: rows))))
    }

    @Test
    func `what is stored is found again unchanged`() async throws {
        try await withStore { store in
            try await store.insert(contentsOf: patients, realm: sandbox)
            for patient in patients {
                #expect(try await store.find(realm: sandbox, id: patient.id) == patient)
            }
        }
    }

    @Test
    func `an empty realm has an empty list and finds nothing`() async throws {
        try await withStore { store in
            let list = try await store.list(realm: sandbox, query: PatientQuery())
            #expect(list.items.isEmpty && list.count == 0)
            #expect(try await store.find(realm: sandbox, id: patients[0].id) == nil)
        }
    }

    @Test
    func `pages follow each other in the order of creation and leave nothing out`() async throws {
        try await withStore { store in
            let created = Array(patients.suffix(10)) + Array(patients.dropLast(10))
            try await store.insert(contentsOf: Array(created.prefix(100)), realm: sandbox)
            try await store.insert(contentsOf: Array(created.dropFirst(100)), realm: sandbox)
            var rows: [PatientSummary] = []
            for index in 0...2 {
                let list = try await store.list(realm: sandbox, query: Self.page(index, 100))
                #expect(list.count == 250)
                rows += list.items
            }
            #expect(rows == created.map { PatientSummary(of: $0) })
        }
    }

    @Test
    func `a page past the end is empty and still counts`() async throws {
        try await withStore { store in
            try await store.insert(contentsOf: Array(patients.prefix(3)), realm: sandbox)
            for index in [1, 2, RecordLimits.largestPageIndex] {
                let list = try await store.list(realm: sandbox, query: Self.page(index, 3))
                #expect(list.items.isEmpty && list.count == 3)
            }
        }
    }

    @Test
    func `a realm never sees what another one holds`() async throws {
        try await withStore { store in
            try await store.insert(contentsOf: Array(patients.prefix(5)), realm: sandbox)
            try await store.insert(contentsOf: [patients[7]], realm: production)
            #expect(try await store.list(realm: production, query: PatientQuery()).count == 1)
            #expect(try await store.find(realm: production, id: patients[0].id) == nil)
            #expect(try await store.find(realm: sandbox, id: patients[7].id) == nil)
        }
    }

    @Test
    func `the same id can be in two realms`() async throws {
        try await withStore { store in
            let other = Patient(
                id: patients[0].id, detail: patients[1].detail, version: RecordVersion(createdAt: Self.moment))
            try await store.insert(contentsOf: [patients[0]], realm: sandbox)
            try await store.insert(contentsOf: [other], realm: production)
            #expect(try await store.find(realm: sandbox, id: other.id) == patients[0])
            #expect(try await store.find(realm: production, id: other.id) == other)
        }
    }

    @Test
    func `an id that is taken is refused and nothing of the batch is stored`() async throws {
        try await withStore { store in
            try await store.insert(contentsOf: [patients[4]], realm: sandbox)
            await #expect(throws: RecordStoreError.exists(patients[4].id)) {
                try await store.insert(contentsOf: Array(patients.prefix(6)), realm: sandbox)
            }
            let list = try await store.list(realm: sandbox, query: PatientQuery())
            #expect(list.items == [PatientSummary(of: patients[4])] && list.count == 1)
        }
    }
}

extension PatientStoreTests {
    @Test
    func `a new patient gets the next id, and the id of a deleted one never comes again`() async throws {
        try await withStore { store in
            try await store.insert(contentsOf: Array(patients.prefix(3)), realm: sandbox)
            let fourth = try await store.create(patients[8].detail, realm: sandbox, at: Self.moment, repeatable: nil)
            #expect(fourth.id.text == "10000004" && fourth.version.revision == 1)
            #expect(try await store.delete(realm: sandbox, id: fourth.id, revision: nil, at: Self.moment))
            let fifth = try await store.create(patients[8].detail, realm: sandbox, at: Self.moment, repeatable: nil)
            #expect(fifth.id.text == "10000005")
            let other = try await store.create(patients[8].detail, realm: production, at: Self.moment, repeatable: nil)
            #expect(other.id.text == "10000001")
        }
    }

    @Test
    func `a replacement is a new state, and one of an old state is refused`() async throws {
        try await withStore { store in
            try await store.insert(contentsOf: [patients[0]], realm: sandbox)
            let id = patients[0].id
            let later = Self.moment.adding(seconds: 5)
            let second = try #require(
                try await store.replace(
                    with: patients[1].detail, realm: sandbox, id: id, revision: 1, at: later))
            #expect(second.version == RecordVersion(revision: 2, createdAt: Self.moment, modifiedAt: later))
            #expect(try await store.find(realm: sandbox, id: id) == second)
            await #expect(throws: RecordStoreError.changed) {
                try await store.replace(with: patients[2].detail, realm: sandbox, id: id, revision: 1, at: later)
            }
            await #expect(throws: RecordStoreError.changed) {
                try await store.delete(realm: sandbox, id: id, revision: 1, at: later)
            }
            #expect(
                try await store.replace(
                    with: patients[2].detail, realm: production, id: id, revision: nil, at: later) == nil)
            #expect(try await store.delete(realm: production, id: id, revision: nil, at: later) == false)
        }
    }

    @Test
    func `lists are narrowed by standing, location and change, and ordered both ways`() async throws {
        try await withStore { store in
            try await store.insert(contentsOf: patients, realm: sandbox)
            let later = Self.moment.adding(seconds: 60)
            for index in [7, 3] {
                _ = try await store.replace(
                    with: patients[index].detail, realm: sandbox, id: patients[index].id, revision: nil,
                    at: later.adding(seconds: Int64(-index)))
            }
            let location = patients[0].detail.location.id
            for standing in PatientStanding.allCases {
                let wanted = patients.filter {
                    $0.detail.status.standing == standing && $0.detail.location.id == location
                }
                let list = try await store.list(
                    realm: sandbox, query: PatientQuery(standing: standing, location: location))
                #expect(list.count == wanted.count && list.items.map(\.id) == wanted.prefix(50).map(\.id))
            }
            let changed = try await store.list(
                realm: sandbox,
                query: PatientQuery(RecordQuery(modifiedSince: later.adding(seconds: -10), order: .modified)))
            #expect(changed.count == 2 && changed.items.map(\.id) == [patients[7].id, patients[3].id])
            let newest = try await store.list(
                realm: sandbox, query: PatientQuery(RecordQuery(order: .modifiedDescending)))
            #expect(newest.items.prefix(3).map(\.id) == [patients[3].id, patients[7].id, patients[249].id])
            let last = try await store.list(
                realm: sandbox, query: PatientQuery(RecordQuery(order: .createdDescending)))
            #expect(last.items.first?.id == patients[249].id)
        }
    }

    @Test
    func `counts by standing follow what is written`() async throws {
        try await withStore { store in
            try await store.insert(contentsOf: patients, realm: sandbox)
            func count(_ standing: PatientStanding?) async throws -> Int {
                try await store.list(realm: sandbox, query: PatientQuery(standing: standing)).count
            }
            let active = try await count(.active)
            let (held, inactive) = (try await count(.hold), try await count(.inactive))
            #expect(active + held + inactive == 250)
            let one = try #require(patients.first { $0.detail.status.standing == .active })
            var detail = one.detail
            detail.status = PatientStatus(standing: .hold)
            _ = try await store.replace(with: detail, realm: sandbox, id: one.id, revision: nil, at: Self.moment)
            #expect(try await count(.active) == active - 1)
            #expect(try await count(.hold) == held + 1)
            _ = try await store.delete(realm: sandbox, id: one.id, revision: nil, at: Self.moment)
            #expect(try await count(.hold) == held)
            #expect(try await count(nil) == 249)
        }
    }

    @Test
    func `a search finds the beginnings of names in any case, and dates of birth`() async throws {
        try await withStore { store in
            try await store.insert(contentsOf: patients, realm: sandbox)
            func found(_ search: PatientSearch) async throws -> [RecordIdentifier] {
                try await store.search(
                    realm: sandbox, search, page: try #require(Page(index: 0, rows: 500))
                ).items.map(\.id)
            }
            #expect(try await found(PatientSearch(lastName: "sTo", firstName: "AV")) == [patients[0].id])
            let birth = try #require(CalendarDate("1961-04-09"))
            #expect(try await found(PatientSearch(dateOfBirth: birth)).contains(patients[0].id))
            #expect(try await found(PatientSearch(lastName: "%")).isEmpty)
            #expect(try await found(PatientSearch(lastName: "Zzz")).isEmpty)
            for patient in patients {
                let name = patient.detail.general.name
                #expect(try await found(PatientSearch(lastName: name.last.uppercased())).contains(patient.id))
            }
        }
    }

    @Test
    func `of each patient the last change is told, and none behind a place is left out`() async throws {
        try await withStore { store in
            try await store.insert(contentsOf: Array(patients.prefix(3)), realm: sandbox)
            let first = try await store.changes(realm: sandbox, after: 0, limit: 2)
            #expect(first.map(\.id) == [patients[0].id, patients[1].id] && first.allSatisfy { $0.kind == .created })
            let place = try #require(first.last).number
            let later = Self.moment.adding(seconds: 9)
            _ = try await store.replace(
                with: patients[5].detail, realm: sandbox, id: patients[0].id, revision: nil, at: later)
            _ = try await store.delete(realm: sandbox, id: patients[2].id, revision: nil, at: later)
            let rest = try await store.changes(realm: sandbox, after: place, limit: 10)
            #expect(rest.map(\.id) == [patients[0].id, patients[2].id])
            #expect(rest.map(\.kind) == [.updated, .deleted] && rest.allSatisfy { $0.at == later })
            #expect(rest[0].patient?.name == patients[5].detail.general.name && rest[1].patient == nil)
            let end = try #require(rest.last).number
            #expect(try await store.changes(realm: sandbox, after: end, limit: 10).isEmpty)
            #expect(try await store.changes(realm: production, after: 0, limit: 10).isEmpty)
        }
    }

    @Test
    func `a repeated write makes one patient, and the same key with another request is refused`() async throws {
        try await withStore { store in
            let write = RepeatableWrite(key: "client key", fingerprint: [1, 2, 3])
            func create(_ write: RepeatableWrite, at now: Timestamp = Self.moment) async throws -> Patient {
                try await store.create(patients[0].detail, realm: sandbox, at: now, repeatable: write)
            }
            let first = try await create(write)
            #expect(try await create(write) == first)
            #expect(try await store.list(realm: sandbox, query: PatientQuery()).count == 1)
            await #expect(throws: RecordStoreError.keyReused) {
                try await create(RepeatableWrite(key: "client key", fingerprint: [1]))
            }
            let otherRealm = try await store.create(
                patients[0].detail, realm: production, at: Self.moment, repeatable: write)
            #expect(try await store.find(realm: production, id: otherRealm.id) == otherRealm)
            _ = try await store.delete(realm: sandbox, id: first.id, revision: nil, at: Self.moment)
            await #expect(throws: RecordStoreError.repeatedRecordGone) { try await create(write) }
            #expect(try await create(write, at: Self.moment.adding(seconds: 86_400)).id != first.id)
        }
    }
}

/// A directory of the test's own, removed afterwards.
private func withRegistryDirectory(_ body: (String) async throws -> Void) async throws {
    let directory = FileManager.default.temporaryDirectory
        .appending(path: "counterfoil-patients-\(UInt64.random(in: 0...UInt64.max))", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try await body(directory.path())
}
