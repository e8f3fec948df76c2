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

    /// The paths of the metadata document: that of RFC 8414 section 3, and the one made for OpenID Connect.
    package static let metadataPaths = [
        "/.well-known/oauth-authorization-server" + Issuer.path, Issuer.path + "/.well-known/openid-configuration",
    ]

    /// The path of the JWK set.
    package static let keySetPath = Issuer.path + "/.well-known/openid-configuration/jwks"

    /// The path of the OpenAPI document of these endpoints.
    package static let documentPath = "/api/identity/openapi.json"

    /// The OpenAPI 3.1 document of these endpoints, but for the document itself.
    package static let document = PackageResources.openapi_json

    /// The name of the token endpoint's operation.
    package static let tokenOperation = "issueToken"

    /// All of them.
    package static func routes(_ services: AuthorizationServices) -> [Route] {
        let metadata = MetadataEndpoint(services)
        let keySet = KeySetEndpoint(tokens: services.tokens)
        let token = TokenEndpoint(services)
        let introspection = IntrospectionEndpoint(services)
        let revocation = RevocationEndpoint(services)
        let asset = StaticAsset(document, type: "application/json", caching: .revalidated)
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
            Route(.get, keySetPath, operation: "getKeySet", access: .open, handler: keySet.respond),
            Route(.get, documentPath, operation: "getTokenEndpointDocument", access: .open) { [asset] request, _ in
                asset.response(to: request)
            },
        ]
            + zip(metadataPaths, ["getServerMetadata", "getOpenIDConfiguration"]).map { path, operation in
                Route(.get, path, operation: operation, access: .open, handler: metadata.respond)
            }
    }
}
