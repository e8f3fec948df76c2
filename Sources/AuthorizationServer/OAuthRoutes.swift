import HTTPTypes
package import WebFoundation

/// The OAuth endpoints as routes.
package enum OAuthRoutes {
    /// The path of the token endpoint.
    package static let tokenPath = "/api/identity/connect/token"

    /// All of them.
    package static func routes(_ services: AuthorizationServices) -> [Route] {
        let token = TokenEndpoint(services)
        return [
            Route(
                .post, tokenPath, operation: "issueToken", access: .clientAuthentication, failureForm: .oauth,
                handler: token.respond)
        ]
    }
}
