import HTTPTypes
package import Hummingbird
import Registry
import Timekeeping
import Tokens
package import WebFoundation

/// `POST /api/identity/connect/token` (RFC 6749 sections 3.2 and 4.4).
///
/// The host and its realm were found before the handler runs; what follows reads in the order in which it happens.
package struct TokenEndpoint: Sendable {
    private let services: AuthorizationServices
    private let endpoint: AuthenticatedEndpoint
    private let issuer: TokenIssuer

    /// The endpoint of all realms.
    package init(_ services: AuthorizationServices) {
        self.services = services
        issuer = TokenIssuer(services)
        endpoint = AuthenticatedEndpoint(services)
    }

    /// Answers a token request.
    ///
    /// - Throws: ``OAuthError``; everything else that is thrown becomes `server_error`.
    package func respond(to request: Request, context: CounterfoilRequestContext) async throws -> Response {
        try await endpoint.serving(context) { try await issue(request, context).response }
    }

    private func issue(_ request: Request, _ context: CounterfoilRequestContext) async throws -> TokenResponse {
        guard let realm = context.realm else { throw GeneralFailure.internalError }
        try await endpoint.origin.require(request.headers, context: context)
        let form = try await FormBody.read(request, context)
        // The one moment of the request: what follows checks, seals and journals at it.
        let now = services.timeSource.now()
        let desk = TokenIssuer.Desk(try await services.tokens.tokens(of: realm))
        let credentials = try PresentedCredentials(
            headers: request.headers, form: form, hasCertificate: context.clientCertificates != .absent)
        let client = try await services.authentication.authenticate(
            credentials, realm: realm, at: now, context: context)
        try Self.requireClientCredentialsGrant(form)
        let policy = try await services.scopePolicy.grant(form, to: client.entry)
        let confirmation =
            try services.dpop.confirmation(of: request, context, client: client, at: now)
            ?? CertificateBinding.confirmation(of: client, context)
        let grant = TokenGrant(
            scopes: policy.scopes, resource: policy.resource,
            lifetimeSeconds: client.entry.client.issuedTokenLifetimeSeconds, confirmation: confirmation)
        return TokenResponse(
            token: try await issuer.issue(grant, to: client, at: desk, now: now, context),
            nonce: services.dpop.nextNonce(for: confirmation, in: realm, at: now))
    }

    /// RFC 6749 section 4.4.2.
    private static func requireClientCredentialsGrant(_ form: FormBody) throws(OAuthError) {
        guard let grantType = form["grant_type"] else {
            throw OAuthError(
                .invalidRequest, reason: "grant_type_missing",
                "The parameter grant_type is missing. Send grant_type=client_credentials.")
        }
        guard grantType == "client_credentials" else {
            throw OAuthError(
                .unsupportedGrantType, reason: "grant_type_unsupported",
                "This server knows one grant type: send grant_type=client_credentials.")
        }
    }
}
