import HTTPTypes
package import WebFoundation

/// The OAuth endpoints as routes.
package enum OAuthRoutes {
    /// The path of the token endpoint.
    package static let tokenPath = "/api/identity/connect/token"

    /// The name of the token endpoint's operation.
    package static let tokenOperation = "issueToken"

    /// All of them.
    package static func routes(_ services: AuthorizationServices) -> [Route] {
        let token = TokenEndpoint(services)
        return [
            Route(
                .post, tokenPath, operation: tokenOperation, access: .clientAuthentication, failureForm: .oauth,
                handler: token.respond)
        ]
    }
}
