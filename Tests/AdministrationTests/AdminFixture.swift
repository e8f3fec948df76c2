import Administration
import Cryptography
import CryptographyTesting
import FoundationEssentials
import Journal
import Persistence
import Registry
import Synchronization
import Timekeeping
import WebFoundation

/// The admin API over an empty registry in a directory of its own, with a clock moved by hand and seeded randomness.
final class AdminFixture: Sendable {
    let directory: String
    let store: any RegistryStore
    let journal: SQLiteJournalStore
    let api: AdminAPI
    private let random = SeededRandom(seed: 5)
    private let rootKey: RootKey
    let accesses: SQLiteJournalStore
    /// The sandboxes that were put back to sample data.
    let resets = ResetLog()
    private let clock = Clock()

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "admin-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        directory = url.path
        store = try SQLiteRegistryStore(directory: directory, now: clock.now)
        journal = try SQLiteJournalStore(directory: directory, now: clock.now)
        accesses = try SQLiteJournalStore(.access, directory: directory, now: clock.now)
        rootKey = RootKey.random(from: random.source)
        api = AdminAPI(
            services: AdminServices(
                registry: store, journal: { [journal] in JournalReader(store: journal) },
                rootKey: { [rootKey] in rootKey },
                copyJournal: { [journal, directory, clock] tenant in
                    try await JournalCopyFile.write(
                        of: tenant, from: JournalReader(store: journal), directory: directory, now: clock.now)
                },
                records: AdminRecords(
                    accesses: { [accesses] in JournalReader(store: accesses) },
                    resetSandbox: { [resets] realm, _ in resets.note(realm) }),
                random: random.source,
                timeSource: TimeSource { [clock] in clock.now }))
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: directory)
        } catch {
            // A leftover directory in the system's temporary folder fails no test; the system clears it.
            return
        }
    }

    private final class Clock: Sendable {
        private let present = Mutex(Timestamp(secondsSince1970: 1_795_521_600))
        var now: Timestamp { present.withLock { $0 } }
        func advance(seconds: Int64) { present.withLock { $0 = $0.adding(seconds: seconds) } }
    }

    func advance(seconds: Int64) { clock.advance(seconds: seconds) }

    /// A context for operations that a test runs by itself.
    var context: OperationContext {
        OperationContext(actor: Actor("cli:tester"), now: clock.now, random: random.source, rootKey: rootKey)
    }

    /// Calls an operation by its name.
    @discardableResult
    func call(
        _ name: String, path: [String: String] = [:], query: String? = nil, body: String = "", ifMatch: String? = nil,
        idempotencyKey: String? = nil, actor: String = "client:tester",
        accesses: [AdminAccess] = AdminAccess.allCases
    ) async throws -> JSONDocument {
        guard let operation = api.operation(name) else { throw UnknownOperation(name: name) }
        var input = AdminAPI.Input(actor: Actor(actor), accesses: Set(accesses))
        input.path = path
        input.query = query
        input.body = Array(body.utf8)
        input.ifMatch = ifMatch
        input.idempotencyKey = idempotencyKey
        let document = try await api.perform(operation, input).document
        try AnswerForm.require(document, operation.answer)
        return document
    }

    /// The problem that an operation is refused with; `nil` where it is not refused.
    func problem(
        _ name: String, path: [String: String] = [:], query: String? = nil, body: String = "", ifMatch: String? = nil,
        idempotencyKey: String? = nil, accesses: [AdminAccess] = AdminAccess.allCases
    ) async throws -> ProblemDetails? {
        do {
            try await call(
                name, path: path, query: query, body: body, ifMatch: ifMatch, idempotencyKey: idempotencyKey,
                accesses: accesses)
            return nil
        } catch let problem as ProblemDetails {
            return problem
        }
    }

    /// Keeps which sandboxes were put back to sample data.
    final class ResetLog: Sendable {
        private let realms = Mutex<[RealmIdentifier]>([])
        var all: [RealmIdentifier] { realms.withLock { $0 } }
        func note(_ realm: RealmIdentifier) { realms.withLock { $0.append(realm) } }
    }

    /// A test named an operation that the API does not have.
    struct UnknownOperation: Error { let name: String }
}
