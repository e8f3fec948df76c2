import HTTPTypes
package import Hummingbird
import Registry
import Timekeeping
import Tokens
package import WebFoundation

/// `POST /api/identity/connect/revocation` (RFC 7009).
package struct RevocationEndpoint: Sendable {
    private let services: AuthorizationServices
    private let endpoint: AuthenticatedEndpoint

    /// The endpoint of all realms.
    package init(_ services: AuthorizationServices) {
        self.services = services
        endpoint = AuthenticatedEndpoint(services)
    }

    /// Answers a revocation request: 200 without a body, whether or not there was something to revoke (RFC 7009 section
    /// 2.2), so that nobody learns from it whether a token that is not theirs exists.
    ///
    /// - Throws: ``OAuthError``; 503 when the store does not answer, which leaves the token as it was.
    package func respond(to request: Request, context: CounterfoilRequestContext) async throws -> Response {
        try await endpoint.respond(to: request, context: context) { request in
            let text = try request.requiredToken()
            let tokens = try await services.tokens.tokens(of: request.realm)
            if let token = try await ownToken(text, of: request, in: tokens) {
                try await revoke(token, in: tokens, asAskedBy: request)
            }
            return Response(status: .ok, headers: [.cacheControl: "no-store", .pragma: "no-cache"])
        }
    }

    /// The token, if it is one of the caller's that its time has not ended yet. Tokens under a number that the client
    /// had before were revoked together with that number.
    private func ownToken(
        _ text: String, of request: AuthenticatedRequest, in tokens: RealmTokens
    ) async throws -> OpenedToken? {
        guard let token = try await services.tokens.open(text, in: tokens),
            token.clientNumber == request.client.entry.client.number, !token.isExpired(at: request.now)
        else { return nil }
        return token
    }

    /// On disk, and refused by the next validation here, when this returns.
    private func revoke(
        _ token: OpenedToken, in tokens: RealmTokens, asAskedBy request: AuthenticatedRequest
    ) async throws {
        try await services.tokens.revoke(
            token, in: tokens, of: request.client.entry.client.id, at: request.now, random: services.random,
            circumstances: [
                "request_id": request.context.requestID, "remote_address": request.context.remoteAddress,
            ])
    }
}
