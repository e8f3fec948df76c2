import HTTPTypes
package import Hummingbird
import Registry
import ResourceServer
import Timekeeping
package import WebFoundation

/// `POST /api/identity/connect/introspect` (RFC 7662).
package struct IntrospectionEndpoint: Sendable {
    private let services: AuthorizationServices
    private let endpoint: AuthenticatedEndpoint

    /// The endpoint of all realms.
    package init(_ services: AuthorizationServices) {
        self.services = services
        endpoint = AuthenticatedEndpoint(services)
    }

    /// Answers an introspection request. A token that is not good for the caller's own resource, whatever the cause, is
    /// inactive, and nothing else is said of it (RFC 7662 section 2.2); so is every token where the caller may not
    /// introspect.
    ///
    /// - Throws: ``OAuthError``; 503 when it cannot be told whether the token is good.
    package func respond(to request: Request, context: CounterfoilRequestContext) async throws -> Response {
        try await endpoint.respond(to: request, context: context) { request in
            let text = try request.requiredToken()
            guard let resource = request.client.entry.client.settings.introspects else {
                context.observation.reason = "caller_may_not_introspect"
                return IntrospectionResponse.inactive
            }
            let validator = try await services.validator(request.realm, resource)
            do throws(AccessTokenValidationError) {
                return try Self.answer(try await validator.validate(text), context)
            } catch .unavailable {
                throw GeneralFailure.unavailable
            } catch {
                context.observation.reason = error.reason
                return IntrospectionResponse.inactive
            }
        }
    }

    private static func answer(
        _ token: ValidatedToken, _ context: CounterfoilRequestContext
    ) throws(AccessTokenValidationError) -> Response {
        // Without the store a client that is not in the cache has no name, and an answer without it could mislead.
        guard let clientID = token.clientID else { throw .unavailable }
        return IntrospectionResponse(token, clientID: clientID, issuer: Issuer.identifier(in: context)).response
    }
}
