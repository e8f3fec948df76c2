package import Registry

/// Decides which scopes and which resource a token is for (RFC 6749 section 3.3).
package struct ScopePolicy: Sendable {
    private let registry: RegistryCache

    /// A policy over the registry.
    package init(registry: RegistryCache) {
        self.registry = registry
    }

    /// What a token request comes to.
    struct Grant: Hashable, Sendable {
        /// In order of their names.
        let scopes: [ScopeName]
        /// The one resource that all of them belong to.
        let resource: String
    }

    /// The grant for the `scope` parameter: what was asked, or all that the client may have.
    ///
    /// - Throws: ``OAuthError`` `invalid_scope`, naming the scope.
    func grant(_ parameter: String?, to client: ClientEntry) async throws -> Grant {
        let known = try await registry.scopes(of: client.client.realm)
        let allowed = client.allowedScopes
        let scopes: [ScopeName]
        if let parameter {
            scopes = try Self.asked(parameter, known: known, allowed: allowed)
        } else {
            scopes = allowed
        }
        let resources = Set(known.filter { scopes.contains($0.name) }.map(\.resource))
        guard let resource = resources.first, !scopes.isEmpty else {
            throw OAuthError(
                .invalidScope, reason: "no_scope_left",
                "This client has no scope that it could be given. Ask the provider of the API for one.",
                operatorDetail: "The client and its subscription have no scope in common.")
        }
        guard resources.count == 1 else {
            throw OAuthError(
                .invalidScope, reason: "scopes_of_several_resources",
                "These scopes belong to several APIs, and a token is for one. Name the scopes of one API.")
        }
        return Grant(scopes: scopes.sorted(), resource: resource)
    }

    private static func asked(
        _ parameter: String, known: [Scope], allowed: [ScopeName]
    ) throws -> [ScopeName] {
        let list = allowed.map(\.text).joined(separator: " ")
        var scopes: Set<ScopeName> = []
        for word in parameter.split(separator: " ") {
            guard let name = try? ScopeName(String(word)), known.contains(where: { $0.name == name }) else {
                throw OAuthError(
                    .invalidScope, reason: "scope_unknown",
                    "The scope '\(EchoedInput.safe(word))' does not exist here. This client may have: \(list).")
            }
            guard allowed.contains(name) else {
                throw OAuthError(
                    .invalidScope, reason: "scope_not_allowed",
                    "The scope '\(name)' is not one of this client. It may have: \(list).")
            }
            scopes.insert(name)
        }
        guard !scopes.isEmpty else {
            throw OAuthError(
                .invalidScope, reason: "scope_malformed",
                "The scope parameter has only spaces. Leave it out, or name scopes separated by single spaces.")
        }
        return Array(scopes)
    }
}
