import ExternalRecords
import FoundationEssentials
import Persistence
import Registry
import Testing
import Timekeeping

/// What every implementation of the patients' store keeps to.
struct PatientStoreTests {
    enum Kind: CaseIterable, Sendable {
        case memory
        case sqlite

        func withStore(_ body: (any PatientStore) async throws -> Void) async throws {
            switch self {
            case .memory: try await body(MemoryPatientStore())
            case .sqlite:
                try await withRegistryDirectory { directory in
                    let registry = try SQLiteRegistryStore(directory: directory, now: PatientStoreTests.moment)
                    try await body(SQLitePatientStore(database: registry.database))
                }
            }
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

    private static func page(_ index: Int, _ rows: Int) throws -> Page {
        try #require(Page(index: index, rows: rows))
    }

    @Test(arguments: Kind.allCases)
    func `what is stored is found again unchanged`(kind: Kind) async throws {
        try await kind.withStore { store in
            try await store.insert(contentsOf: patients, realm: sandbox)
            for patient in patients {
                #expect(try await store.find(realm: sandbox, id: patient.id) == patient)
            }
        }
    }

    @Test(arguments: Kind.allCases)
    func `an empty realm has an empty list and finds nothing`(kind: Kind) async throws {
        try await kind.withStore { store in
            let list = try await store.list(realm: sandbox, page: .first)
            #expect(list.items.isEmpty && list.count == 0)
            #expect(try await store.find(realm: sandbox, id: patients[0].id) == nil)
        }
    }

    @Test(arguments: Kind.allCases)
    func `pages follow each other in the order of creation and leave nothing out`(kind: Kind) async throws {
        try await kind.withStore { store in
            let created = Array(patients.suffix(10)) + Array(patients.dropLast(10))
            try await store.insert(contentsOf: Array(created.prefix(100)), realm: sandbox)
            try await store.insert(contentsOf: Array(created.dropFirst(100)), realm: sandbox)
            var rows: [PatientSummary] = []
            for index in 0...2 {
                let list = try await store.list(realm: sandbox, page: Self.page(index, 100))
                #expect(list.count == 250)
                rows += list.items
            }
            #expect(rows == created.map { PatientSummary(of: $0) })
        }
    }

    @Test(arguments: Kind.allCases)
    func `a page past the end is empty and still counts`(kind: Kind) async throws {
        try await kind.withStore { store in
            try await store.insert(contentsOf: Array(patients.prefix(3)), realm: sandbox)
            for index in [1, 2, RecordLimits.largestPageIndex] {
                let list = try await store.list(realm: sandbox, page: Self.page(index, 3))
                #expect(list.items.isEmpty && list.count == 3)
            }
        }
    }

    @Test(arguments: Kind.allCases)
    func `a realm never sees what another one holds`(kind: Kind) async throws {
        try await kind.withStore { store in
            try await store.insert(contentsOf: Array(patients.prefix(5)), realm: sandbox)
            try await store.insert(contentsOf: [patients[7]], realm: production)
            #expect(try await store.list(realm: production, page: .first).count == 1)
            #expect(try await store.find(realm: production, id: patients[0].id) == nil)
            #expect(try await store.find(realm: sandbox, id: patients[7].id) == nil)
        }
    }

    @Test(arguments: Kind.allCases)
    func `the same id can be in two realms`(kind: Kind) async throws {
        try await kind.withStore { store in
            let other = Patient(
                id: patients[0].id, detail: patients[1].detail, createdAt: Self.moment, modifiedAt: Self.moment)
            try await store.insert(contentsOf: [patients[0]], realm: sandbox)
            try await store.insert(contentsOf: [other], realm: production)
            #expect(try await store.find(realm: sandbox, id: other.id) == patients[0])
            #expect(try await store.find(realm: production, id: other.id) == other)
        }
    }

    @Test(arguments: Kind.allCases)
    func `an id that is taken is refused and nothing of the batch is stored`(kind: Kind) async throws {
        try await kind.withStore { store in
            try await store.insert(contentsOf: [patients[4]], realm: sandbox)
            await #expect(throws: RecordStoreError.exists(patients[4].id)) {
                try await store.insert(contentsOf: Array(patients.prefix(6)), realm: sandbox)
            }
            let list = try await store.list(realm: sandbox, page: .first)
            #expect(list.items == [PatientSummary(of: patients[4])] && list.count == 1)
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
