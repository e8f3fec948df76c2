import HTTPTypes
import Hummingbird
import NIOCore
import Registry
package import ResourceServer
import ResourceServerHummingbird
package import WebFoundation

extension AdminAPI {
    /// Finds who validates the access tokens of the built-in realm.
    package typealias ValidatorSource = @Sendable () async throws -> any AccessTokenValidator

    /// The routes of all operations, and that of the document.
    ///
    /// - Parameter validator: who validates tokens for the admin API; those of any other realm or API are refused.
    package func routes(validator: @escaping ValidatorSource) -> [Route] {
        operations.map { route($0, validator) } + [documentRoute]
    }

    private func route(_ operation: AdminOperation, _ validator: @escaping ValidatorSource) -> Route {
        let guarded = AccessTokenMiddleware<CounterfoilRequestContext>(
            requirement: ScopeRequirement(anyOf: [operation.neededScopes]),
            protectionSpace: { _ in "admin API" }, validator: { _ in try await validator() },
            refuse: { refusal, _, _ in throw BearerProblem(refusal) })
        return Route(
            operation.method, Self.root + operation.path, operation: operation.name,
            access: .accessToken(anyOf: [operation.neededScopes])
        ) { request, context in
            try await guarded.handle(request, context: context) { request, context in
                try await answer(request, context, operation)
            }
        }
    }

    private func answer(
        _ request: Request, _ context: CounterfoilRequestContext, _ operation: AdminOperation
    ) async throws -> Response {
        guard let token = context.accessToken, let client = token.clientID ?? token.clientNumber.map({ "\($0)" })
        else { throw GeneralFailure.internalError }
        context.observation.clientID = token.clientID
        let accesses = AdminAccess.allCases.filter { token.scopes.contains($0.scope) }
        var input = Input(actor: Actor("client:\(client)"), accesses: Set(accesses))
        input.path = context.pathParameters
        input.origin = context.baseURL
        input.query = request.uri.query
        input.ifMatch = request.headers[.ifMatch]
        input.idempotencyKey = HTTPField.Name("Idempotency-Key").flatMap { request.headers[$0] }
        input.body = try await Self.body(of: request, operation)
        let answer = try await perform(operation, input)
        return Self.response(answer, operation, to: request)
    }

    private static func body(of request: Request, _ operation: AdminOperation) async throws -> [UInt8] {
        let limit = operation.takesLines ? AdminLimits.linesBytes : AdminLimits.bodyBytes
        let bytes: [UInt8]
        do {
            bytes = Array(buffer: try await request.body.collect(upTo: limit))
        } catch is NIOTooManyBytesError {
            throw FailureForm.problem.error(.bodyTooLarge(limitBytes: limit))
        }
        guard !bytes.isEmpty else { return bytes }
        let type = request.headers[.contentType]?.split(separator: ";").first?.lowercased() ?? ""
        let wanted = operation.takesLines ? JSONLines.mediaType : "application/json"
        guard type.filter({ $0 != " " }) == wanted else {
            let form = operation.takesLines ? "one JSON object a line" : "JSON"
            throw ProblemDetails(
                .unsupportedMediaType, code: "unsupported_media_type", title: "Unsupported media type",
                detail: "The body is \(form). Send `Content-Type: \(wanted)`.")
        }
        return bytes
    }

    private static func response(_ answer: AdminAnswer, _ operation: AdminOperation, to request: Request) -> Response {
        if let text = answer.text, let type = operation.answer.mediaType {
            return Response(
                status: operation.status,
                headers: [
                    .contentType: "\(type); charset=utf-8", .cacheControl: "no-store",
                    .contentDisposition: "attachment",
                ], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
        }
        var headers: HTTPFields = [.contentType: "application/json", .cacheControl: "no-store"]
        if !operation.answer.isList, !operation.answer.showsSecret {
            let tag = Precondition.entityTag(of: answer.document)
            headers[.eTag] = tag
            if request.method == .get, !answer.document.tellsOfUse, request.headers[.ifNoneMatch] == tag {
                return Response(status: .notModified, headers: [.eTag: tag, .cacheControl: "no-store"])
            }
        }
        return Response(
            status: operation.status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: answer.document.jsonText + "\n")))
    }

    private var documentRoute: Route {
        let asset = StaticAsset(
            Array(AdminDocument(of: operations).json.jsonText.utf8), type: "application/json", caching: .revalidated)
        return Route(.get, Self.root + "/openapi.json", operation: "getAdminAPIDocument", access: .privateListener) {
            request, _ in asset.response(to: request)
        }
    }
}
