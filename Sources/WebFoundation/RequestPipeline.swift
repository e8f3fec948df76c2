import HTTPTypes
package import Hummingbird
import Logging
package import Registry
package import Timekeeping

/// The way of every request: id, caller, host and realm, route, handler, and what all answers have in common.
package struct RequestPipeline: HTTPResponder {
    /// Which host names are answered.
    package enum Hosts: Sendable {
        /// Those of realms: the public listener.
        case realms(any RealmResolver)
        /// A fixed list, lower case, that all stand for one realm: the private listener.
        case fixed(Set<String>, realm: RealmIdentifier)
    }

    private let table: RouteTable
    private let hosts: Hosts
    private let trustedProxies: [AddressRange]
    private let connectionIsSecure: Bool
    private let clientCertificateHeader: ClientCertificateHeader?
    private let timeSource: TimeSource
    private let requestIDs: @Sendable () -> String
    private let observer: any RequestObserver

    /// Puts the pipeline of one listener together.
    ///
    /// - Parameters:
    ///   - connectionIsSecure: whether this listener speaks TLS itself.
    ///   - clientCertificateHeader: where trusted proxies hand on client certificates, if they do.
    ///   - requestIDs: makes an id for each request, 32 hex digits.
    ///   - observer: is told of every answer.
    package init(
        table: RouteTable, hosts: Hosts, trustedProxies: [AddressRange], connectionIsSecure: Bool,
        clientCertificateHeader: ClientCertificateHeader? = nil, timeSource: TimeSource,
        requestIDs: @escaping @Sendable () -> String, observer: any RequestObserver
    ) {
        self.table = table
        self.hosts = hosts
        self.trustedProxies = trustedProxies
        self.connectionIsSecure = connectionIsSecure
        self.clientCertificateHeader = clientCertificateHeader
        self.timeSource = timeSource
        self.requestIDs = requestIDs
        self.observer = observer
    }

    /// Answers a request. It does not throw: every failure has an answer.
    package func respond(to request: Request, context: CounterfoilRequestContext) async throws -> Response {
        let started = ContinuousClock.now
        var context = context
        context.requestID = requestIDs()
        context.arrival = timeSource.now()
        let forwarded = ForwardedRequest(
            head: request.head, peerAddress: context.peerAddress, connectionIsSecure: connectionIsSecure,
            trustedProxies: trustedProxies)
        context.remoteAddress = forwarded.remoteAddress
        context.host = forwarded.authority.flatMap { RequestedHost(authority: $0, isSecure: forwarded.isSecure) }
        let request = takeCertificates(from: request, isProxied: forwarded.isProxied, into: &context)

        var operation = "none"
        var failureForm = FailureForm.problem
        var response: Response
        do {
            try await admitHost(&context)
            (response, operation, failureForm) = try await dispatch(request, context, started: started)
        } catch {
            response = await answer(to: error, form: failureForm, in: context, started: started)
        }
        // Failures too: a body after the head would be read as the start of the next answer (RFC 9110 section 9.3.2).
        if request.method == .head { response = response.createHeadResponse() }
        Self.finish(&response, requestID: context.requestID)
        observer.answered(
            AnsweredRequest(
                operation: operation, method: request.method, status: response.status.code,
                elapsed: ContinuousClock.now - started, context: context))
        return response
    }

    /// A caller behind a proxy has the certificate that the proxy tells of; the connection's own is then the proxy's.
    /// What others say in the proxy's header fields is taken out and forgotten.
    private func takeCertificates(
        from request: Request, isProxied: Bool, into context: inout CounterfoilRequestContext
    ) -> Request {
        if !isProxied, let connection = ConnectionCertificates.current {
            context.clientCertificates = connection.certificates
        }
        guard let clientCertificateHeader else { return request }
        if isProxied { context.clientCertificates = clientCertificateHeader.certificates(in: request.headers) }
        var head = request.head
        clientCertificateHeader.strip(from: &head.headerFields)
        return Request(head: head, body: request.body)
    }

    /// The host is looked at before anything else is read.
    private func admitHost(_ context: inout CounterfoilRequestContext) async throws {
        switch hosts {
        case .fixed(let names, let realm):
            guard let host = context.host, names.contains(host.name) else { throw Self.unknownHost }
            context.realm = realm
        case .realms(let resolver):
            guard let host = context.host else { throw Self.unknownHost }
            do {
                context.realm = try await resolver.realm(forHost: host.name)
            } catch {
                throw FailureForm.problem.error(.unavailable)
            }
            guard context.realm != nil else { throw Self.unknownHost }
        }
    }

    private static let unknownHost = ProblemDetails(
        .notFound, code: "unknown_host", title: "Unknown host",
        detail: "No tenant answers to this host name. Check the host in the URL: {tenant}.… is production, "
            + "sandbox-{tenant}.… is the sandbox.")

    private func dispatch(
        _ request: Request, _ context: CounterfoilRequestContext, started: ContinuousClock.Instant
    ) async throws -> (Response, String, FailureForm) {
        guard request.uri.string.utf8.count <= Limits.targetBytes else {
            throw ProblemDetails(
                HTTPResponse.Status(code: 414), code: "target_too_long", title: "URL too long",
                detail: "The path and query are longer than \(Limits.targetBytes) bytes.")
        }
        switch table.match(request.method, path: request.uri.path) {
        case .notFound:
            throw ProblemDetails(
                .notFound, code: "not_found", title: "Not found",
                detail: "Nothing is at this path. GET / lists what is here.")
        case .methodNotAllowed(let route, let allowed):
            var context = context
            context.operation = route.operation
            let failure = GeneralFailure.methodNotAllowed(allowed: allowed)
            let response = await answer(to: failure, form: route.failureForm, in: context, started: started)
            return (response, route.operation, route.failureForm)
        case .found(let route, let parameters, _):
            var context = context
            context.operation = route.operation
            context.pathParameters = parameters
            let response: Response
            do {
                response = try await route.handler(request, context)
            } catch {
                response = await answer(to: error, form: route.failureForm, in: context, started: started)
            }
            return (response, route.operation, route.failureForm)
        }
    }

    private func answer(
        to error: any Error, form: FailureForm, in context: CounterfoilRequestContext,
        started: ContinuousClock.Instant
    ) async -> Response {
        let responding: any RespondingError
        switch error {
        case let known as any RespondingError: responding = known
        case let general as GeneralFailure: responding = form.error(general)
        case let http as HTTPError where http.status == .contentTooLarge:
            responding = form.error(.bodyTooLarge(limitBytes: Limits.oauthBodyBytes))
        default:
            observer.failed(error, in: context)
            responding = form.error(.internalError)
        }
        if context.observation.reason == nil { context.observation.reason = responding.reason }
        await observer.refused(responding, in: context)
        if let earliest = responding.earliestAnswer {
            // Cancelled only when the connection is gone; then nobody waits for the answer.
            try? await Task.sleep(until: (context.observation.readAt ?? started) + earliest, clock: .continuous)
        }
        return responding.response(in: context)
    }

    private static let requestIDName = HTTPField.Name("X-Request-Id")

    private static func finish(_ response: inout Response, requestID: String) {
        if let requestIDName { response.headers[requestIDName] = requestID }
        response.headers[.xContentTypeOptions] = "nosniff"
    }
}
