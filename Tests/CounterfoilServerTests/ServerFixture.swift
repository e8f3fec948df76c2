import AuthorizationServer
import Cryptography
import ExternalRecords
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Journal
import JournalTesting
import Logging
import NIOCore
import Observability
import Persistence
import Registry
import Synchronization
import Testing
import Timekeeping
import WebFoundation

@testable import CounterfoilServer

/// A whole server without sockets, over a data directory of its own and a clock moved by hand. The tenants `acme` and
/// `zenith`; acme's subscription has a client in each environment.
final class ServerFixture: Sendable {
    /// A client that the fixture made.
    struct Credentials: Sendable {
        let id: String
        let secretID: String
        let secret: String
    }

    static let start = Timestamp(secondsSince1970: 1_795_559_880)

    let assembly: ServerAssembly
    let stores: ServerStores
    let journal: MemoryJournalStore
    let subscription: SubscriptionIdentifier
    let sandbox: Credentials
    let production: Credentials
    let logLines = LogLines()
    private let clock = ClockBox()
    private let folder: URL
    private let configuration: ServerConfiguration
    private let surroundings: ServerAssembly.Surroundings

    init(_ configure: (inout ServerConfiguration) -> Void = { _ in }) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "server-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let clock = clock
        let timeSource = TimeSource { clock.time.withLock { $0 } }
        let opened = try ServerStores.open(path: folder.path, timeSource: timeSource, random: .system)
        journal = MemoryJournalStore()
        stores = ServerStores(
            directory: opened.directory, rootKey: opened.rootKey, registry: opened.registry, journal: journal,
            access: opened.access, random: .system, lock: opened.lock)
        let context = OperationContext(
            actor: Actor("test"), now: Self.start, random: .system, rootKey: opened.rootKey)
        for name in ["acme", "zenith"] {
            _ = try await stores.registry.run(CreateTenant(name: name, displayName: nil), context)
        }
        _ = try await stores.registry.run(
            CreateScope(tenant: "acme", name: "reports", description: "Reports", environment: nil), context)
        let created = try await stores.registry.run(
            CreateSubscription(
                tenant: "acme", partner: "Partner", contact: "", scopes: [], withClients: true), context)
        subscription = created.subscription.id
        let clients = try created.clients.map { created in
            Credentials(
                id: created.client.id.text, secretID: try created.firstSecret.record.id.text,
                secret: try created.firstSecret.secret.text.exposed)
        }
        sandbox = try #require(clients.first)
        production = try #require(clients.last)
        var configuration = ServerConfiguration(dataPath: folder.path)
        configuration.baseDomain = "example.test"
        configuration.authenticationFailureMilliseconds = 0
        configuration.keyAuthenticationFailureMilliseconds = 0
        configuration.clientKeyWaitMilliseconds = 60_000
        configure(&configuration)
        let lines = logLines
        self.configuration = configuration
        surroundings = .init(
            timeSource: timeSource, random: .system,
            logger: Logger(label: "test") { _ in CollectingLogHandler(lines: lines) },
            metrics: PrometheusRegistry())
        assembly = try await ServerAssembly(configuration, stores: stores, surroundings: surroundings)
    }

    /// The same server as if it had been started anew: it knows what is on disk, and nothing else.
    func restarted() async throws -> ServerAssembly {
        let reopened = ServerStores(
            directory: stores.directory, rootKey: stores.rootKey,
            registry: try SQLiteRegistryStore(directory: folder.path, now: now), journal: journal,
            access: stores.access, random: .system, lock: stores.lock)
        var surroundings = surroundings
        surroundings.metrics = PrometheusRegistry()
        return try await ServerAssembly(configuration, stores: reopened, surroundings: surroundings)
    }

    deinit {
        do {
            try FileManager.default.removeItem(at: folder)
        } catch {
            Issue.record("the test's folder could not be removed: \(error)")
        }
    }

    var now: Timestamp { clock.time.withLock { $0 } }

    func advance(seconds: Int64) {
        clock.time.withLock { $0 = $0.adding(seconds: seconds) }
    }

    /// Does an administrative operation as the command line would beside the server, and lets the server hear of it.
    @discardableResult
    func change<Operation: RegistryOperation>(_ operation: Operation) async throws -> Operation.Output {
        let context = OperationContext(actor: Actor("test"), now: now, random: .system, rootKey: stores.rootKey)
        let output = try await stores.registry.run(operation, context)
        #expect(await assembly.changeFollower.follow(isJournalBehind: false) == false)
        return output
    }

    /// Sends a request through the public listener's pipeline.
    func send(
        _ method: HTTPRequest.Method, _ path: String, host: String = "sandbox-acme.example.test",
        headers: HTTPFields = [:], body: String? = nil
    ) async throws -> TestResponse {
        try await send(method, path, host: host, headers: headers, bytes: body.map { Array($0.utf8) })
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, host: String, headers: HTTPFields, bytes: [UInt8]?,
        to pipeline: RequestPipeline? = nil
    ) async throws -> TestResponse {
        let responder = HostResponder(authority: host, pipeline: pipeline ?? assembly.publicPipeline)
        return try await Application(responder: responder).test(.router) { client in
            try await client.executeRequest(
                uri: path, method: method, headers: headers, body: bytes.map { ByteBuffer(bytes: $0) })
        }
    }

    /// Asks for a token with Basic credentials.
    func tokenRequest(
        _ credentials: Credentials? = nil, host: String = "sandbox-acme.example.test",
        body: String = "grant_type=client_credentials", headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        let credentials = credentials ?? sandbox
        var headers = headers
        headers[.contentType] = headers[.contentType] ?? "application/x-www-form-urlencoded"
        headers[.authorization] = "Basic " + Data("\(credentials.id):\(credentials.secret)".utf8).base64EncodedString()
        return try await send(.post, OAuthRoutes.tokenPath, host: host, headers: headers, body: body)
    }

    /// A token that was just issued.
    func token(_ credentials: Credentials? = nil, host: String = "sandbox-acme.example.test") async throws -> String {
        let response = try await tokenRequest(credentials, host: host)
        #expect(response.status == .ok)
        return try response.member("access_token")
    }

    /// The status of a list of patients asked for with a token.
    func patientsStatus(_ token: String, host: String = "sandbox-acme.example.test") async throws -> Int {
        try await send(
            .get, "/api/external/v1/patients", host: host, headers: [.authorization: "Bearer \(token)"]
        ).status.code
    }
}

/// A clock moved by hand.
private final class ClockBox: Sendable {
    let time = Mutex(ServerFixture.start)
}

/// Asks the pipeline for a host, whatever the test client's own address is.
private struct HostResponder: HTTPResponder {
    let authority: String
    let pipeline: RequestPipeline

    func respond(to request: Request, context: CounterfoilRequestContext) async throws -> Response {
        var head = request.head
        head.authority = authority
        return try await pipeline.respond(to: Request(head: head, body: request.body), context: context)
    }
}

/// Every log line of a fixture, as text.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func append(_ line: String) {
        lines.withLock { $0.append(line) }
    }
}

private struct CollectingLogHandler: LogHandler {
    let lines: LogLines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    init(lines: LogLines) {
        self.lines = lines
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        lines.append("\(event.level) \(event.message) \(metadata) \(event.metadata ?? [:])")
    }
}

extension TestResponse {
    /// The body as text.
    var text: String { String(buffer: body) }

    /// The body as a JSON object.
    func object() throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(body.readableBytesView)) as? [String: Any])
    }

    /// A text member of the body.
    func member(_ name: String) throws -> String {
        try #require(try object()[name] as? String)
    }

    /// A header field.
    func header(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { headers[$0] }
    }
}
