import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Registry
import Synchronization
import Timekeeping
import WebFoundation

/// Realms by host name; one name stands for a registry that does not answer.
struct RealmsByHost: RealmResolver {
    struct Unreachable: Error {}

    func realm(forHost host: String) async throws -> RealmIdentifier? {
        switch host {
        case "acme.example": RealmIdentifier(text: "acme/production")
        case "sandbox-acme.example": RealmIdentifier(text: "acme/sandbox")
        case "down.example": throw Unreachable()
        default: nil
        }
    }
}

/// Keeps what the pipeline tells.
final class ObserverLog: RequestObserver {
    struct Told: Sendable, Equatable {
        var events: [String] = []
        var reasons: [String?] = []
        var realms: [String?] = []
        var elapsed: [Duration] = []
    }

    private let state = Mutex(Told())

    var told: Told { state.withLock { $0 } }

    func answered(_ request: AnsweredRequest) {
        state.withLock {
            $0.events.append("answered \(request.method) \(request.operation) \(request.status)")
            $0.reasons.append(request.context.observation.reason)
            $0.realms.append(request.context.realm?.description)
            $0.elapsed.append(request.elapsed)
        }
    }

    func refused(_ error: any RespondingError, in context: CounterfoilRequestContext) async {
        let operation = context.operation.isEmpty ? "none" : context.operation
        state.withLock { $0.events.append("refused \(operation) \(error.reason)") }
    }

    func failed(_ error: any Error, in context: CounterfoilRequestContext) {
        state.withLock { $0.events.append("failed \(type(of: error))") }
    }
}

/// A refusal with an answer of its own, that leaves no sooner than it says.
struct SlowRefusal: RespondingError {
    let earliestAnswer: Duration?
    let reason = "slow_refusal"

    func response(in context: CounterfoilRequestContext) -> Response {
        Response(status: .unauthorized, body: ResponseBody(byteBuffer: ByteBuffer(string: "refused")))
    }
}

/// An error that nobody foresaw, with a text that must not leave.
struct Unforeseen: Error, CustomStringConvertible {
    let description = "the password is hunter2"
}

/// Asks the pipeline for a host, whatever the test client's own address is.
struct AuthorityResponder: HTTPResponder {
    let authority: String?
    let pipeline: RequestPipeline

    func respond(to request: Request, context: CounterfoilRequestContext) async throws -> Response {
        var head = request.head
        head.authority = authority
        return try await pipeline.respond(to: Request(head: head, body: request.body), context: context)
    }
}

/// One pipeline with a few operations, and what its observer was told.
struct PipelineFixture {
    let log = ObserverLog()
    private let pipeline: RequestPipeline

    init(
        hosts: RequestPipeline.Hosts = .realms(RealmsByHost()), trustedProxies: [AddressRange] = [],
        clientCertificateHeader: ClientCertificateHeader? = nil
    ) {
        let numbers = Mutex(0)
        pipeline = RequestPipeline(
            table: RouteTable(Self.routes), hosts: hosts, trustedProxies: trustedProxies, connectionIsSecure: false,
            clientCertificateHeader: clientCertificateHeader,
            timeSource: TimeSource { Timestamp(secondsSince1970: 1_700_000_000) },
            requestIDs: {
                let number = numbers.withLock { number in
                    number += 1
                    return number
                }
                return String(repeating: "0", count: 31) + String(number)
            },
            observer: log)
    }

    private static let plainForm = FailureForm { failure in PlainFailure(failure: failure) }

    private struct PlainFailure: RespondingError {
        let failure: GeneralFailure
        let reason = "plain"

        func response(in context: CounterfoilRequestContext) -> Response {
            Response(status: .badRequest, body: ResponseBody(byteBuffer: ByteBuffer(string: "plain \(failure)")))
        }
    }

    private static let routes: [Route] = [
        Route(.get, "/hello/{name}", operation: "hello", access: .open) { _, context in
            let text =
                "\(context.pathParameters["name"] ?? "") \(context.realm?.description ?? "none") "
                + "\(context.remoteAddress) \(context.baseURL) \(context.requestID) \(context.arrival)"
            return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        },
        Route(.get, "/certificates", operation: "certificates", access: .open) { request, context in
            let left = HTTPField.Name("Client-Cert").flatMap { request.headers[$0] } ?? "-"
            let text =
                switch context.clientCertificates {
                case .absent: "absent"
                case .unusable(let fault): fault.rawValue
                case .presented(let chain):
                    "leaf \(chain.leaf) more \(chain.intermediates.count)"
                }
            return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: "\(text) field \(left)")))
        },
        Route(.post, "/plain", operation: "plain", access: .open, failureForm: plainForm) { _, _ in
            throw Unforeseen()
        },
        failing("/problem") {
            ProblemDetails(.conflict, code: "taken", title: "Taken", detail: "It is taken.", reason: "name_taken")
        },
        failing("/unavailable") { GeneralFailure.unavailable },
        failing("/large") { HTTPError(.contentTooLarge) },
        failing("/unforeseen") { Unforeseen() },
        failing("/slow") { SlowRefusal(earliestAnswer: .milliseconds(40)) },
        failing("/quick") { SlowRefusal(earliestAnswer: nil) },
        Route(.get, "/observed", operation: "observed", access: .open) { _, context in
            context.observation.reason = "found_by_handler"
            throw SlowRefusal(earliestAnswer: nil)
        },
    ]

    private static func failing(_ path: String, _ error: @escaping @Sendable () -> any Error) -> Route {
        Route(.get, path, operation: String(path.dropFirst()), access: .open) { _, _ in throw error() }
    }

    /// Sends one request through the pipeline.
    func send(
        _ method: HTTPRequest.Method = .get, _ uri: String, host: String? = "acme.example",
        setup: TestingSetup = .router, headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        try await sendAll([(method, uri)], host: host, setup: setup, headers: headers)[0]
    }

    /// Sends requests one after the other, over one connection where the set-up has connections.
    func sendAll(
        _ requests: [(HTTPRequest.Method, String)], host: String? = "acme.example", setup: TestingSetup = .router,
        headers: HTTPFields = [:]
    ) async throws -> [TestResponse] {
        let application = Application(
            responder: AuthorityResponder(authority: host, pipeline: pipeline),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)))
        return try await application.test(setup) { client in
            var responses: [TestResponse] = []
            for (method, uri) in requests {
                responses.append(
                    try await client.executeRequest(uri: uri, method: method, headers: headers, body: nil))
            }
            return responses
        }
    }
}

extension TestResponse {
    /// The body as text.
    var text: String { String(buffer: body) }
    /// The id of the request.
    var requestID: String? { HTTPField.Name("X-Request-Id").flatMap { headers[$0] } }
}
