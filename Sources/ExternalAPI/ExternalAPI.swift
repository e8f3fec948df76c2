import Crypto
package import Cryptography
package import ExternalRecords
package import HTTPTypes
import Hummingbird
import Registry
package import ResourceServer
import ResourceServerHummingbird
package import WebFoundation

/// Where the records of the External API are.
package struct ExternalStores: Sendable {
    /// The patients.
    package let patients: any PatientStore
    /// Every other kind of record.
    package let records: any RecordStore

    /// Names the stores.
    package init(patients: any PatientStore, records: any RecordStore) {
        self.patients = patients
        self.records = records
    }
}

/// The External API: its resources, their routes, and the document made of the same descriptions.
package struct ExternalAPI: Sendable {
    /// Finds who validates the access tokens of a request's realm.
    package typealias ValidatorSource = @Sendable (CounterfoilRequestContext) async throws -> any AccessTokenValidator
    /// Finds who verifies the DPoP proofs of a request's realm; `nil` where tokens bound by DPoP are refused.
    package typealias ProofSource = @Sendable (CounterfoilRequestContext) async throws -> ProofVerifier?

    /// Lets a call whose token is good in, or throws; returns header fields for the answer.
    package typealias Admission = @Sendable (ValidatedToken, CounterfoilRequestContext) async throws -> HTTPFields

    /// Writes down, durably, whose data a call gives away or changes; where that fails the call is not answered.
    package typealias AccessRecording = @Sendable (PatientAccess, ExternalCall) async throws -> Void

    /// Who lets calls in, and what is written down of them.
    package struct Surroundings: Sendable {
        /// Who verifies the DPoP proofs of a request; without it tokens bound by DPoP are refused.
        package var proofs: ProofSource = { _ in nil }
        /// What a call must keep to whose token is good.
        package var admission: Admission = { _, _ in [:] }
        /// Where accesses to the data of patients are written down.
        package var recording: AccessRecording
        /// A key of this installation by which repeated requests are known, 32 bytes.
        package var repetitionKey: Redacted<[UInt8]>
        /// Who validates the tokens of a request; called once per guarded request.
        package var validator: ValidatorSource

        /// Puts the surroundings together.
        package init(
            proofs: @escaping ProofSource = { _ in nil }, admission: @escaping Admission = { _, _ in [:] },
            recording: @escaping AccessRecording, repetitionKey: Redacted<[UInt8]>,
            validator: @escaping ValidatorSource
        ) {
            self.proofs = proofs
            self.admission = admission
            self.recording = recording
            self.repetitionKey = repetitionKey
            self.validator = validator
        }
    }

    /// The path of the URL by which the API's metadata names it (RFC 9728 section 1.2).
    package static let resourcePath = "/api/external"
    /// Where every path of the API starts.
    package static let root = resourcePath + "/v1"
    /// The path of the API's document.
    package static let documentPath = root + "/openapi.json"
    /// The scope that opens the whole API.
    package static let scope = "external"
    /// The scope that lets a caller read the whole API.
    package static let readScope = "external.read"

    /// The resources, in the order of the document.
    package let resources: [ExternalResource]
    private let surroundings: Surroundings
    private let repetitionKey: SymmetricKey

    /// An API of these resources.
    package init(resources: [ExternalResource], surroundings: Surroundings) {
        self.resources = resources
        self.surroundings = surroundings
        repetitionKey = SymmetricKey(data: surroundings.repetitionKey.exposed)
    }

    /// The API as it is served. A new kind of record is registered by one line here.
    package init(stores: ExternalStores, surroundings: Surroundings) {
        let (patients, records) = (stores.patients, stores.records)
        self.init(
            resources: [
                .patients(patients, records: records), .insurances(records, patients: patients), .locations(records),
                .facilities(records), .payers(records), .billingCodes(records), .tags(records),
            ], surroundings: surroundings)
    }

    /// The scopes of the API with their descriptions: the whole, then those of its resources.
    package var scopes: [(name: String, description: String)] {
        [(Self.scope, "Read and write everything"), (Self.readScope, "Read everything")]
            + resources.flatMap(\.scopes.described)
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
            validator: surroundings.validator,
            possession: PossessionChecks(
                proofs: surroundings.proofs, url: { request, context in context.url(of: request) },
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
        let limitFields = try await surroundings.admission(token, context)
        guard
            MediaTypePreference.accepts(request.headers[values: .accept], type: "application", subtype: "json")
        else {
            throw ProblemDetails(
                .notAcceptable, code: "not_acceptable", title: "Not acceptable",
                detail: "The answer is JSON, which the Accept header field excludes. Send `Accept: application/json`.")
        }
        let query = try QueryValues(query: request.uri.query, parameters: operation.queryParameters)
        let body = try await RequestReading.body(of: request, operation)
        let call = ExternalCall(
            realm: realm, token: token, query: query, context: context, body: body,
            preconditions: try Preconditions(request.headers),
            repeatable: try RequestReading.repeatable(
                request, operation, token: token, body: body, key: repetitionKey))
        let answer = try await operation.work(call)
        if let access = answer.access { try await surroundings.recording(access, call) }
        return response(answer, to: call, operation, limitFields)
    }

    private func response(
        _ answer: ExternalAnswer, to call: ExternalCall, _ operation: ExternalOperation, _ limitFields: HTTPFields
    ) -> Response {
        var headers: HTTPFields = [.cacheControl: "no-store"]
        if !limitFields.isEmpty { headers.append(contentsOf: limitFields) }
        headers[.eTag] = answer.entityTag
        headers[.location] = answer.location.map { Self.root + $0 }
        if operation.traits.contains(.tagged), let tag = answer.entityTag, call.preconditions.spares(tag) {
            return Response(status: .notModified, headers: headers)
        }
        guard let body = answer.body else { return Response(status: operation.answer.status, headers: headers) }
        headers[.contentType] = "application/json"
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
///   - stores: where the records are kept.
///   - issuerPath: the path of every realm's issuer identifier, for the API's metadata.
///   - bindsToCertificates: whether callers' certificates reach this server.
///   - surroundings: who lets calls in, and what is written down of them.
package func externalAPIRoutes(
    stores: ExternalStores, issuerPath: String, bindsToCertificates: Bool = false,
    surroundings: ExternalAPI.Surroundings
) -> [Route] {
    let api = ExternalAPI(stores: stores, surroundings: surroundings)
    return api.routes
        + [
            ResourceMetadata.route(
                issuerPath: issuerPath, scopes: api.scopes.map(\.name), proofs: surroundings.proofs,
                bindsToCertificates: bindsToCertificates)
        ]
}
