import HTTPTypes
package import Hummingbird
import Registry
import Timekeeping
import Tokens
package import WebFoundation

/// `POST /api/identity/connect/token` (RFC 6749 sections 3.2 and 4.4, RFC 8693).
///
/// The host and its realm were found before the handler runs; what follows reads in the order in which it happens.
package struct TokenEndpoint: Sendable {
    private let services: AuthorizationServices
    private let endpoint: AuthenticatedEndpoint
    private let issuer: TokenIssuer
    private let exchange: TokenExchange
    private let limit: TokenRequestLimit

    /// The endpoint of all realms.
    package init(_ services: AuthorizationServices) {
        self.services = services
        issuer = TokenIssuer(services)
        exchange = TokenExchange(services)
        limit = TokenRequestLimit(meter: services.meter)
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
        let limitFields = try limit.count(client.entry, at: now)
        let grantType = try GrantType.asked(form)
        var grant = try await self.grant(grantType, form, for: client, at: desk, now: now)
        grant.confirmation =
            try services.dpop.confirmation(of: request, context, client: client, at: now)
            ?? CertificateBinding.confirmation(of: grant, for: client, context)
        return TokenResponse(
            token: try await issuer.issue(grant, to: client, at: desk, now: now, context),
            nonce: services.dpop.nextNonce(for: grant.confirmation, in: realm, at: now),
            issuedTokenType: grantType == .tokenExchange ? try TokenExchangeForm(form).issuedTokenType : nil,
            limitFields: limitFields)
    }

    private func grant(
        _ type: GrantType, _ form: FormBody, for client: AuthenticatedClient, at desk: TokenIssuer.Desk, now: Timestamp
    ) async throws -> TokenGrant {
        switch type {
        case .clientCredentials:
            let policy = try await services.scopePolicy.grant(form, to: client.entry)
            return TokenGrant(
                scopes: policy.scopes, resource: policy.resource,
                lifetimeSeconds: client.entry.client.issuedTokenLifetimeSeconds)
        case .tokenExchange:
            return try await exchange.grant(form, by: client, in: desk.tokens, at: now)
        }
    }
}
