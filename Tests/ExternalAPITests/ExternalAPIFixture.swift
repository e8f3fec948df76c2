import ExternalAPI
import ExternalRecords
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Registry
import ResourceServer
import Testing
import Timekeeping
import WebFoundation

/// Tokens by their text, as a realm's own validator would know them.
struct TokenTable: AccessTokenValidator {
    func validate(_ token: String) async throws(AccessTokenValidationError) -> ValidatedToken {
        let scopes: [String]
        switch token {
        case "good": scopes = ["external"]
        case "other-scope": scopes = ["reports"]
        case "expired": throw .expired
        case "revoked": throw .revoked
        case "unavailable": throw .unavailable
        default: throw .unknown
        }
        return ValidatedToken(
            identifier: "0", clientID: "cf_test_0", clientNumber: 1, scopes: scopes, resource: "external",
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

/// A store that cannot be reached.
struct UnreachableStore: PatientStore {
    func list(
        realm: RealmIdentifier, page: Page
    ) async throws(RecordStoreError) -> PageOf<PatientSummary> { throw .unavailable }

    func find(realm: RealmIdentifier, id: RecordIdentifier) async throws(RecordStoreError) -> Patient? {
        throw .unreadable(id)
    }

    func insert(contentsOf patients: [Patient], realm: RealmIdentifier) async throws(RecordStoreError) {
        throw .unavailable
    }
}

/// The real routes behind the real pipeline, for one realm.
struct ExternalAPIFixture {
    let realm: RealmIdentifier
    let log = RefusalLog()
    private let routes: [Route]

    init(
        realm text: String = "demo/sandbox", store: any PatientStore = MemoryPatientStore(),
        assets: SwaggerAssets = .missing, tenantName: String = "Demo"
    ) throws {
        realm = try #require(RealmIdentifier(text: text))
        routes =
            externalAPIRoutes(patients: store, issuerPath: "/issuer") { _ in TokenTable() }
            + swaggerRoutes(assets: assets) { _ in tenantName }
    }

    /// A fixture whose realm has the sample patients.
    static func withSamples(_ count: Int, realm: String = "demo/sandbox") async throws -> ExternalAPIFixture {
        let store = MemoryPatientStore()
        let fixture = try ExternalAPIFixture(realm: realm, store: store)
        try await store.insert(
            contentsOf: SamplePatients.patients(count: count, createdAt: Timestamp(secondsSince1970: 1_700_000_000)),
            realm: fixture.realm)
        return fixture
    }

    /// Sends one request; with the token `good` unless told otherwise.
    func send(
        _ method: HTTPRequest.Method = .get, _ uri: String, token: String? = "good", headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        let pipeline = RequestPipeline(
            table: RouteTable(routes), hosts: .realms(OneRealm(realm: realm)), trustedProxies: [],
            connectionIsSecure: false, timeSource: TimeSource { Timestamp(secondsSince1970: 1_700_000_000) },
            requestIDs: { String(repeating: "ab", count: 16) }, observer: log)
        var headers = headers
        if let token { headers[.authorization] = "Bearer \(token)" }
        return try await Application(responder: pipeline).test(.router) { [headers] client in
            try await client.executeRequest(uri: uri, method: method, headers: headers, body: nil)
        }
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
