package import Registry
package import WebFoundation

/// Decides which scopes and which resource a token is for (RFC 6749 section 3.3, RFC 8707 section 2).
package struct ScopePolicy: Sendable {
    private let registry: RegistryCache
    private let requestedResource: RequestedResource

    /// A policy over the registry.
    ///
    /// - Parameters:
    ///   - realms: which realm answers to a host.
    ///   - externalAPIPath: the path of the URL by which the External API's metadata names it.
    package init(registry: RegistryCache, realms: any RealmResolver, externalAPIPath: String) {
        self.registry = registry
        requestedResource = RequestedResource(
            registry: registry, realms: realms, externalAPIPath: externalAPIPath)
    }

    /// What a token request comes to.
    struct Grant: Hashable, Sendable {
        /// In order of their names.
        let scopes: [ScopeName]
        /// The one resource that all of them belong to.
        let resource: String
    }

    /// The grant for the parameters `scope` and `resource`: what was asked, or what the client has by default.
    ///
    /// - Throws: ``OAuthError`` `invalid_scope` or `invalid_target`, naming the scope or the resource.
    func grant(_ form: FormBody, to client: ClientEntry) async throws -> Grant {
        let realm = client.client.realm
        let known = try await registry.entry(of: realm).scopes
        let asked = try await requestedResource.identifier(of: form.values("resource"), in: realm)
        let offer = ScopeOffer(known: known, allowed: client.allowedScopes)
        if let asked { try offer.require(resource: asked) }
        let scopes =
            if let parameter = form["scope"] {
                try offer.asked(parameter, of: asked)
            } else {
                try offer.byDefault(client.client.settings.defaultScopes, of: asked)
            }
        return Grant(scopes: scopes, resource: try offer.resource(of: scopes))
    }

    /// The resource that the parameters `resource` and `audience` of a token exchange name (RFC 8693 section 2.1);
    /// `nil` where there is none.
    ///
    /// - Throws: ``OAuthError`` `invalid_target`.
    func target(_ form: FormBody, in realm: RealmIdentifier) async throws -> String? {
        try await requestedResource.identifier(of: form.values("resource") + form.values("audience"), in: realm)
    }
}
