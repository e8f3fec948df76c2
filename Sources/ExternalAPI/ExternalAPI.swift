package import ExternalRecords
package import HTTPTypes
import Hummingbird
import Registry
package import ResourceServer
import ResourceServerHummingbird
package import WebFoundation

/// The External API: its resources, their routes, and the document made of the same descriptions.
package struct ExternalAPI: Sendable {
    /// Finds who validates the access tokens of a request's realm.
    package typealias ValidatorSource = @Sendable (CounterfoilRequestContext) async throws -> any AccessTokenValidator
    /// Finds who verifies the DPoP proofs of a request's realm; `nil` where tokens bound by DPoP are refused.
    package typealias ProofSource = @Sendable (CounterfoilRequestContext) async throws -> ProofVerifier?

    /// Lets a call whose token is good in, or throws; returns header fields for the answer.
    package typealias Admission = @Sendable (ValidatedToken, CounterfoilRequestContext) async throws -> HTTPFields

    /// The path of the URL by which the API's metadata names it (RFC 9728 section 1.2).
    package static let resourcePath = "/api/external"
    /// Where every path of the API starts.
    package static let root = resourcePath + "/v1"
    /// The path of the API's document.
    package static let documentPath = root + "/openapi.json"
    /// The scope that opens the whole API.
    package static let scope = "external"

    /// The resources, in the order of the document.
    package let resources: [ExternalResource]
    private let validator: ValidatorSource
    private let proofs: ProofSource
    private let admission: Admission

    /// An API of these resources.
    ///
    /// - Parameters:
    ///   - proofs: who verifies the DPoP proofs of a request; without it tokens bound by DPoP are refused.
    ///   - admission: what a call must keep to whose token is good.
    ///   - validator: who validates the tokens of a request; called once per guarded request.
    package init(
        resources: [ExternalResource], proofs: @escaping ProofSource = { _ in nil },
        admission: @escaping Admission = { _, _ in [:] },
        validator: @escaping ValidatorSource
    ) {
        self.resources = resources
        self.proofs = proofs
        self.admission = admission
        self.validator = validator
    }

    /// The API as it is served. A new kind of record is registered by one line here.
    package init(
        patients: any PatientStore, proofs: @escaping ProofSource = { _ in nil },
        admission: @escaping Admission = { _, _ in [:] },
        validator: @escaping ValidatorSource
    ) {
        self.init(resources: [.patients(patients)], proofs: proofs, admission: admission, validator: validator)
    }

    /// The operations of all resources.
    package var operations: [ExternalOperation] { resources.flatMap(\.operations) }

    /// The OpenAPI 3.1 document.
    package var document: JSONValue { OpenAPIDocument(of: self).json }

    /// The routes of all operations, and that of the document.
    package var routes: [Route] {
        operations.map(route) + [documentRoute]
    }

    private func route(_ operation: ExternalOperation) -> Route {
        let guarded = AccessTokenMiddleware<CounterfoilRequestContext>(
            requirement: ScopeRequirement(anyOf: operation.scopes),
            protectionSpace: { context in Self.protectionSpace(of: context) },
            validator: validator,
            possession: PossessionChecks(
                proofs: proofs, url: { request, context in context.url(of: request) },
                certificateThumbprint: { context in context.certificateThumbprint }),
            refuse: { refusal, _, _ in throw BearerProblem(refusal, resourceMetadata: ResourceMetadata.url) })
        return Route(
            operation.method, Self.root + operation.path, operation: operation.name,
            access: .accessToken(anyOf: operation.scopes)
        ) { request, context in
            try await guarded.handle(request, context: context) { request, context in
                try await answer(request, context, operation)
            }
        }
    }

    /// The name in challenges: it says which tenant's and which environment's tokens are good here.
    private static func protectionSpace(of context: CounterfoilRequestContext) -> String {
        "\(context.realm?.description ?? "") external API"
    }

    /// What follows the guard: who called, which form is wanted, the parameters, the work, the answer.
    private func answer(
        _ request: Request, _ context: CounterfoilRequestContext, _ operation: ExternalOperation
    ) async throws -> Response {
        guard let realm = context.realm, let token = context.accessToken else {
            // The pipeline sets the one and the guard the other before they let a request pass.
            throw FailureForm.problem.error(.internalError)
        }
        if let clientID = token.clientID {
            context.observation.clientID = clientID
            context.observation.noteClientKnown()
        }
        let limitFields = try await admission(token, context)
        guard
            MediaTypePreference.accepts(request.headers[values: .accept], type: "application", subtype: "json")
        else {
            throw ProblemDetails(
                .notAcceptable, code: "not_acceptable", title: "Not acceptable",
                detail: "The answer is JSON, which the Accept header field excludes. Send `Accept: application/json`.")
        }
        let query = try QueryValues(query: request.uri.query, parameters: operation.queryParameters)
        let body = try await operation.work(
            ExternalCall(realm: realm, token: token, query: query, context: context))
        var headers: HTTPFields = [.contentType: "application/json", .cacheControl: "no-store"]
        if !limitFields.isEmpty { headers.append(contentsOf: limitFields) }
        return Response(status: operation.answer.status, headers: headers, body: ResponseBody(body))
    }

    private var documentRoute: Route {
        let asset = StaticAsset(document.encoded, type: "application/json", caching: .revalidated)
        return Route(.get, Self.documentPath, operation: "getExternalAPIDocument", access: .open) { request, _ in
            asset.response(to: request)
        }
    }
}

/// The routes of the External API: its operations, its document and its metadata.
///
/// - Parameters:
///   - patients: where the patients are kept.
///   - issuerPath: the path of every realm's issuer identifier, for the API's metadata.
///   - proofs: who verifies the DPoP proofs of a request; without it tokens bound by DPoP are refused.
///   - admission: what a call must keep to whose token is good.
///   - bindsToCertificates: whether callers' certificates reach this server.
///   - validator: who validates the access tokens of a request's realm.
package func externalAPIRoutes(
    patients: any PatientStore, issuerPath: String, proofs: @escaping ExternalAPI.ProofSource = { _ in nil },
    admission: @escaping ExternalAPI.Admission = { _, _ in [:] }, bindsToCertificates: Bool = false,
    validator: @escaping ExternalAPI.ValidatorSource
) -> [Route] {
    ExternalAPI(patients: patients, proofs: proofs, admission: admission, validator: validator).routes
        + [
            ResourceMetadata.route(
                issuerPath: issuerPath, proofs: proofs, bindsToCertificates: bindsToCertificates)
        ]
}
