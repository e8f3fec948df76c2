import Registry

/// The scopes that a client may have at this moment, and what becomes of them in one request. Names are compared as a
/// whole; there are no wildcards.
struct ScopeOffer: Sendable {
    /// The scopes of the realm.
    let known: [Scope]
    /// The names of those that the client may have; some may be known no more.
    let allowed: [ScopeName]

    /// What the client may have of one resource, or of all, in order of their names.
    func names(of resource: String?) -> [ScopeName] {
        known.filter { (resource == nil || $0.resource == resource) && allowed.contains($0.name) }.map(\.name).sorted()
    }

    /// Refuses a resource of which the client may have nothing.
    func require(resource: String) throws(OAuthError) {
        guard names(of: resource).isEmpty else { return }
        let others = Set(known.filter { allowed.contains($0.name) }.map(\.resource)).sorted()
        throw OAuthError(
            .invalidTarget, reason: "resource_not_allowed",
            "This client has no scope of the API '\(resource)'. It may have tokens for: "
                + "\(others.prefix(10).joined(separator: " ")).",
            operatorDetail: "Client and subscription have no scope of \(resource) in common.")
    }

    /// The scopes of a `scope` parameter, in order of their names.
    ///
    /// - Throws: ``OAuthError`` `invalid_scope`, naming the scope.
    func asked(_ parameter: String, of resource: String?) throws(OAuthError) -> [ScopeName] {
        var scopes: Set<ScopeName> = []
        for word in parameter.split(separator: " ") {
            guard let name = try? ScopeName(String(word)), let scope = known.first(where: { $0.name == name }) else {
                throw refusal(
                    "scope_unknown", "The scope '\(EchoedInput.safe(word))' does not exist here. This client",
                    of: resource)
            }
            guard allowed.contains(name) else {
                throw refusal("scope_not_allowed", "The scope '\(name)' is not one of this client. It", of: resource)
            }
            if let resource, scope.resource != resource {
                throw refusal(
                    "scope_of_other_resource",
                    "The scope '\(name)' does not belong to the API that resource names. There this client",
                    of: resource)
            }
            scopes.insert(name)
        }
        guard !scopes.isEmpty else {
            throw OAuthError(
                .invalidScope, reason: "scope_malformed",
                "The scope parameter has only spaces. Leave it out, or name scopes separated by single spaces.")
        }
        return scopes.sorted()
    }

    /// The scopes of a request that names none: the client's default ones, or all that it may have where it has no
    /// default ones.
    ///
    /// - Throws: ``OAuthError`` `invalid_scope` where nothing is left.
    func byDefault(_ defaults: [ScopeName], of resource: String?) throws(OAuthError) -> [ScopeName] {
        let offered = names(of: resource)
        let scopes = defaults.isEmpty ? offered : offered.filter(defaults.contains)
        guard scopes.isEmpty else { return scopes }
        guard offered.isEmpty else {
            throw refusal(
                "no_default_scope", "This client has no default scope here. Name the scopes. It", of: resource)
        }
        throw OAuthError(
            .invalidScope, reason: "no_scope_left",
            "This client has no scope that it could be given. Ask the provider of the API for one.",
            operatorDetail: "The client and its subscription have no scope in common.")
    }

    /// The one resource that scopes belong to.
    ///
    /// - Throws: ``OAuthError`` `invalid_scope` where there are several.
    func resource(of scopes: [ScopeName]) throws(OAuthError) -> String {
        let own = known.lazy.filter { scopes.contains($0.name) }
        guard let resource = own.first?.resource, own.allSatisfy({ $0.resource == resource }) else {
            throw OAuthError(
                .invalidScope, reason: "scopes_of_several_resources",
                "These scopes belong to several APIs, and a token is for one. Name the scopes of one API.")
        }
        return resource
    }

    private func refusal(_ reason: String, _ beginning: String, of resource: String?) -> OAuthError {
        let list = names(of: resource).map(\.text).joined(separator: " ")
        return OAuthError(.invalidScope, reason: reason, "\(beginning) may have: \(list.isEmpty ? "none" : list).")
    }
}
