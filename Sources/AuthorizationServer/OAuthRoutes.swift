import HTTPTypes
package import WebFoundation

/// The OAuth endpoints as routes.
package enum OAuthRoutes {
    /// The path of the token endpoint.
    package static let tokenPath = "/api/identity/connect/token"

    /// The path of the revocation endpoint.
    package static let revocationPath = "/api/identity/connect/revocation"

    /// The path of the introspection endpoint.
    package static let introspectionPath = "/api/identity/connect/introspect"

    /// The name of the token endpoint's operation.
    package static let tokenOperation = "issueToken"

    /// All of them.
    package static func routes(_ services: AuthorizationServices) -> [Route] {
        let token = TokenEndpoint(services)
        let introspection = IntrospectionEndpoint(services)
        let revocation = RevocationEndpoint(services)
        return [
            Route(
                .post, tokenPath, operation: tokenOperation, access: .clientAuthentication, failureForm: .oauth,
                handler: token.respond),
            Route(
                .post, introspectionPath, operation: "introspectToken", access: .clientAuthentication,
                failureForm: .oauth, handler: introspection.respond),
            Route(
                .post, revocationPath, operation: "revokeToken", access: .clientAuthentication, failureForm: .oauth,
                handler: revocation.respond),
        ]
    }
}
