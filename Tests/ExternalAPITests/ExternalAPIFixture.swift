import Cryptography
import ExternalAPI
import ExternalRecords
import FoundationEssentials
import GRDB
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Persistence
import Registry
import ResourceServer
import Synchronization
import Testing
import Timekeeping
import WebFoundation

/// Tokens by their text, as a realm's own validator would know them.
struct TokenTable: AccessTokenValidator {
    func validate(_ token: String) async throws(AccessTokenValidationError) -> ValidatedToken {
        let scopes: [String]
        switch token {
        case "good", "second": scopes = ["external"]
        case let token where token.hasPrefix("scope-"): scopes = [String(token.dropFirst(6))]
        case "other-scope": scopes = ["reports"]
        case "expired": throw .expired
        case "revoked": throw .revoked
        case "unavailable": throw .unavailable
        default: throw .unknown
        }
        return ValidatedToken(
            identifier: "0", clientID: token == "second" ? "cf_test_1" : "cf_test_0", clientNumber: 1, scopes: scopes,
            resource: "external",
            issuedAt: Date(timeIntervalSince1970: 0), expiresAt: Date(timeIntervalSince1970: 1_200))
    }
}

/// Every host name stands for one realm.
struct OneRealm: RealmResolver {
    let realm: RealmIdentifier

    func realm(forHost host: String) async throws -> RealmIdentifier? { realm }
}

/// Keeps the reasons of refusals.
actor RefusalLog: RequestObserver {
    private(set) var reasons: [String] = []
    private(set) var bearerReasons: [String] = []

    nonisolated func answered(_ request: AnsweredRequest) {}
    nonisolated func failed(_ error: any Error, in context: CounterfoilRequestContext) {
        Issue.record("an unforeseen \(type(of: error))")
    }

    func refused(_ error: any RespondingError, in context: CounterfoilRequestContext) async {
        reasons.append(error.reason)
        if let bearer = error as? BearerProblem { bearerReasons.append(bearer.refusal.reason) }
    }
}

/// A store that cannot be reached, or whose records cannot be read.
struct UnreachableStore: PatientStore {
    func list(
        realm: RealmIdentifier, query: PatientQuery
    ) async throws(RecordStoreError) -> PageOf<PatientSummary> { throw .unavailable }

    func search(
        realm: RealmIdentifier, _ search: PatientSearch, page: Page
    ) async throws(RecordStoreError) -> PageOf<PatientSummary> { throw .unavailable }

    func changes(
        realm: RealmIdentifier, after number: Int64, limit: Int
    ) async throws(RecordStoreError) -> [PatientChange] { throw .unavailable }

    func find(realm: RealmIdentifier, id: RecordIdentifier) async throws(RecordStoreError) -> Patient? {
        throw .unreadable(id)
    }

    func insert(contentsOf patients: [Patient], realm: RealmIdentifier) async throws(RecordStoreError) {
        throw .unavailable
    }

    func create(
        _ detail: PatientDetail, realm: RealmIdentifier, at now: Timestamp, repeatable: RepeatableWrite?
    ) async throws(RecordStoreError) -> Patient { throw .unavailable }

    func replace(
        with detail: PatientDetail, realm: RealmIdentifier, id: RecordIdentifier, revision: Int?, at now: Timestamp
    ) async throws(RecordStoreError) -> Patient? { throw .unavailable }

    func delete(
        realm: RealmIdentifier, id: RecordIdentifier, revision: Int?, at now: Timestamp
    ) async throws(RecordStoreError) -> Bool { throw .unavailable }
}

/// The real stores over a database in memory.
struct Records {
    static let rootKey = RootKey.random(from: .system)

    let database: DatabaseQueue
    let stores: ExternalStores
    let sandbox: SQLiteSandboxStore

    init() throws {
        database = try DatabaseQueue()
        try SQLiteMigrations.apply(
            SQLiteRegistryStore.migrations, to: database, now: Timestamp(secondsSince1970: 0))
        let keys = RealmDataKeys(rootKey: Self.rootKey, random: .system)
        stores = ExternalStores(
            patients: SQLitePatientStore(database: database, keys: keys),
            records: SQLiteRecordStore(database: database))
        sandbox = SQLiteSandboxStore(database: database, keys: keys)
    }
}

/// Keeps the accesses that were written down, or fails.
final class AccessLog: Sendable {
    let entries = Mutex<[PatientAccess]>([])
    let fails = Mutex(false)

    func record(_ access: PatientAccess) throws {
        if fails.withLock({ $0 }) { throw GeneralFailure.unavailable }
        entries.withLock { $0.append(access) }
    }
}

/// The real routes behind the real pipeline, for one realm.
final class ExternalAPIFixture: Sendable {
    static let start = Timestamp(secondsSince1970: 1_700_000_000)

    let realm: RealmIdentifier
    let log = RefusalLog()
    private let routes: [Route]
    private let clock = Mutex(ExternalAPIFixture.start)
    private let accesses = AccessLog()

    init(
        realm text: String = "demo/sandbox", stores: ExternalStores? = nil,
        assets: SwaggerAssets = .missing, tenantName: String = "Demo"
    ) throws {
        realm = try #require(RealmIdentifier(text: text))
        let stores = try stores ?? Records().stores
        let accesses = accesses
        routes =
            externalAPIRoutes(
                stores: stores, issuerPath: "/issuer", surroundings: .test { access in try accesses.record(access) })
            + swaggerRoutes(
                assets: assets,
                further: [
                    SwaggerDocument(name: "Token endpoint", pagePath: "/swagger/token-endpoint", path: "/tokens.json")
                ]
            ) { _ in tenantName }
    }

    /// A fixture whose realm has the sample data with that many patients.
    static func withSamples(_ count: Int, realm: String = "demo/sandbox") async throws -> ExternalAPIFixture {
        let records = try Records()
        let fixture = try ExternalAPIFixture(realm: realm, stores: records.stores)
        try await records.sandbox.reset(realm: fixture.realm, to: .sandbox(patients: count, createdAt: start))
        return fixture
    }

    /// The accesses that were written down.
    var recorded: [PatientAccess] { accesses.entries.withLock { $0 } }

    /// Lets every writing down fail from now on.
    func failRecording() { accesses.fails.withLock { $0 = true } }

    func advance(seconds: Int64) { clock.withLock { $0 = $0.adding(seconds: seconds) } }

    /// Sends one request; with the token `good` unless told otherwise.
    func send(
        _ method: HTTPRequest.Method = .get, _ uri: String, token: String? = "good", headers: HTTPFields = [:],
        body: String? = nil
    ) async throws -> TestResponse {
        let now = clock.withLock { $0 }
        let pipeline = RequestPipeline(
            table: RouteTable(routes), hosts: .realms(OneRealm(realm: realm)), trustedProxies: [],
            connectionIsSecure: false, timeSource: TimeSource { now },
            requestIDs: { String(repeating: "ab", count: 16) }, observer: log)
        var headers = headers
        if let token { headers[.authorization] = "Bearer \(token)" }
        if body != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
        return try await Application(responder: pipeline).test(.router) { [headers] client in
            try await client.executeRequest(
                uri: uri, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        }
    }
}

extension ExternalAPI.Surroundings {
    /// Tokens by their text, and accesses handed to a test.
    static func test(
        recording: @escaping @Sendable (PatientAccess) throws -> Void = { _ in }
    ) -> ExternalAPI.Surroundings {
        ExternalAPI.Surroundings(
            recording: { access, _ in try recording(access) },
            repetitionKey: Redacted([UInt8](repeating: 7, count: 32)), validator: { _ in TokenTable() })
    }
}

extension TestResponse {
    /// The body as text.
    var text: String { String(buffer: body) }

    /// The body as a JSON object.
    func object() throws -> [String: any Sendable] {
        try #require(JSONText.value(of: text) as? [String: any Sendable])
    }
}
