import HTTPTypes
package import Hummingbird
import JOSE
import Registry
import ResourceServer
import Timekeeping
import Tokens
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
        let form = IntrospectionForm(accept: request.headers[values: .accept])
        return try await endpoint.respond(to: request, context: context) { request in
            let answer = try await answer(to: request)
            return form.response(form == .json ? answer : try await signed(answer, for: request))
        }
    }

    private func answer(to request: AuthenticatedRequest) async throws -> [UInt8] {
        let text = try request.requiredToken()
        guard let resource = request.client.entry.client.settings.introspects else {
            request.context.observation.reason = "caller_may_not_introspect"
            return IntrospectionResponse.inactive
        }
        let validator = try await services.validator(request.realm, resource)
        do throws(AccessTokenValidationError) {
            let token = try await validator.validate(text)
            // Without the store a client that is not in the cache has no name, and an answer without it could mislead.
            guard let clientID = token.clientID else { throw .unavailable }
            return IntrospectionResponse(
                token, clientID: clientID, issuer: Issuer.identifier(in: request.context)
            ).json
        } catch .unavailable {
            throw GeneralFailure.unavailable
        } catch {
            request.context.observation.reason = error.reason
            return IntrospectionResponse.inactive
        }
    }

    /// The answer as a JWT, signed by the algorithm that the caller's own tokens are set to, ES256 where they are not
    /// JWTs or may not be signed so.
    private func signed(_ answer: [UInt8], for request: AuthenticatedRequest) async throws -> [UInt8] {
        let client = request.client.entry.client
        let format = request.client.signedFormat(client.settings.tokenFormat)
        let tokens = try await services.tokens.tokens(of: request.realm)
        let key = try await services.tokens.signingKey(
            format.keyUse, of: tokens.keys, in: tokens, random: services.random)
        let payload = IntrospectionClaims.payload(
            answer, issuer: Issuer.identifier(in: request.context), caller: client.id, at: request.now)
        return Array(try key.signIntrospection(payload).utf8)
    }
}
