import HTTPTypes
import Hummingbird
import Registry
import Timekeeping
import WebFoundation

/// A request whose form was read and whose client has authenticated.
struct AuthenticatedRequest: Sendable {
    /// The realm that was asked, which is the client's.
    let realm: RealmIdentifier
    /// The parameters.
    let form: FormBody
    /// The client.
    let client: AuthenticatedClient
    /// The one moment of the request: what follows checks, seals and records at it.
    let now: Timestamp
    /// What else is known of the request.
    let context: CounterfoilRequestContext
}

/// What all endpoints have in common at which clients authenticate (RFC 6749 section 2.3).
struct AuthenticatedEndpoint: Sendable {
    /// Refuses pages of other origins.
    let origin: BrowserOrigin
    private let services: AuthorizationServices

    init(_ services: AuthorizationServices) {
        self.services = services
        origin = BrowserOrigin(realms: services.realms)
    }

    /// Reads and authenticates a request, then lets the endpoint do its work.
    ///
    /// - Throws: ``OAuthError``, or 503 where the store does not answer; everything else that is thrown becomes
    ///   `server_error`.
    func respond(
        to request: Request, context: CounterfoilRequestContext,
        _ work: (AuthenticatedRequest) async throws -> Response
    ) async throws -> Response {
        try await serving(context) { try await work(try await authenticated(request, context)) }
    }

    /// Does the work of a request and counts a refusal of it. A store that does not answer, or was not heard of for too
    /// long, makes 503.
    func serving(
        _ context: CounterfoilRequestContext, _ work: () async throws -> Response
    ) async throws -> Response {
        guard services.isFresh() else { throw GeneralFailure.unavailable }
        do {
            return try await work()
        } catch let error as OAuthError {
            throw limited(error, context)
        } catch is RegistryError {
            throw GeneralFailure.unavailable
        }
    }

    private func authenticated(
        _ request: Request, _ context: CounterfoilRequestContext
    ) async throws -> AuthenticatedRequest {
        guard let realm = context.realm else { throw GeneralFailure.internalError }
        try await origin.require(request.headers, context: context)
        let form = try await FormBody.read(request, context)
        let now = services.timeSource.now()
        let credentials = try PresentedCredentials(
            headers: request.headers, form: form, hasCertificate: context.clientCertificates != .absent)
        let client = try await services.authentication.authenticate(
            credentials, realm: realm, at: now, context: context)
        return AuthenticatedRequest(realm: realm, form: form, client: client, now: now, context: context)
    }

    /// Counts a refusal, and answers 429 instead when there were too many.
    private func limited(_ error: OAuthError, _ context: CounterfoilRequestContext) -> OAuthError {
        guard error.status.kind == .clientError, error.reason != TokenRequestLimit.reason,
            let wait = services.limiter.count(
                client: context.observation.clientID, address: context.remoteAddress,
                at: services.timeSource.now())
        else { return error }
        return OAuthError(
            .temporarilyUnavailable, .tooManyRequests, reason: "too_many_refusals",
            "Too many refused requests from this address. Requests that are right are still answered; find out what is "
                + "wrong with the others before you go on.",
            operatorDetail: "Too many refusals in this minute; this one: \(error.reason).",
            earliestAnswer: error.earliestAnswer, headers: [.retryAfter: String(wait)])
    }
}
