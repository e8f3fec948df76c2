/// Creates a scope in both realms of a tenant, or in one.
package struct CreateScope: RegistryOperation {
    private let tenant: String
    private let name: String
    private let description: String
    private let resource: String
    private let environments: [RealmEnvironment]

    /// Asks for a scope.
    ///
    /// - Parameters:
    ///   - resource: the identifier of the API that it opens, or `external`.
    ///   - environment: the environment; both when `nil`.
    package init(
        tenant: String, name: String, description: String, resource: String = Scope.external,
        environment: RealmEnvironment?
    ) {
        self.tenant = tenant
        self.name = name
        self.description = description
        self.resource = resource
        self.environments = environment.map { [$0] } ?? RealmEnvironment.allCases
    }

    /// Creates it. Throws when the scope exists in one of the realms.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> [Scope] {
        let tenant = try registry.requireTenant(try TenantName(tenant))
        let name = try ScopeName(name)
        let description = try Label.checked(description, field: "description")
        return try environments.map { environment in
            let realm = tenant.realm(environment)
            let existing = try registry.listScopes(realm)
            guard !existing.contains(where: { $0.name == name }) else {
                throw RegistryError.conflict("The scope “\(name)” exists already in \(realm).")
            }
            guard existing.count < RegistryLimits.scopesPerRealm else {
                throw RegistryError.conflict(
                    "\(realm) has \(existing.count) scopes, which is the most it can have.")
            }
            let scope = Scope(
                realm: realm, name: name, description: description,
                resource: try registry.requireResource(resource, in: realm).identifier)
            try registry.insert(scope)
            try registry.record(
                context.change(
                    "scope.created", of: scope, after: ["description": description, "resource": scope.resource]))
            return scope
        }
    }
}

/// Changes what is said of a scope. The API that it opens stays: tokens that are out say which it is.
package struct UpdateScope: RegistryOperation {
    private let tenant: String
    private let name: String
    private let description: String
    private let environment: RealmEnvironment?

    /// Asks for another description.
    ///
    /// - Parameter environment: the environment; wherever the scope exists when `nil`.
    package init(tenant: String, name: String, description: String, environment: RealmEnvironment?) {
        self.tenant = tenant
        self.name = name
        self.description = description
        self.environment = environment
    }

    /// Changes it.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> [Scope] {
        let description = try Label.checked(description, field: "description")
        return try registry.requireScope(name, tenant: tenant, environment: environment).map { scope in
            var changed = scope
            changed.description = description
            guard changed != scope else { return scope }
            try registry.update(changed)
            try registry.record(
                context.change(
                    "scope.updated", of: scope, before: ["description": scope.description],
                    after: ["description": description]))
            return changed
        }
    }
}

/// Deletes a scope that nobody may have any more. Tokens that carry it keep it until they expire.
package struct DeleteScope: RegistryOperation {
    private let tenant: String
    private let name: String
    private let environment: RealmEnvironment?

    /// Asks for a scope to be deleted.
    ///
    /// - Parameter environment: the environment; wherever the scope exists when `nil`.
    package init(tenant: String, name: String, environment: RealmEnvironment?) {
        self.tenant = tenant
        self.name = name
        self.environment = environment
    }

    /// Deletes it. Throws when a subscription that has not ended has it, or when the External API needs it.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> [Scope] {
        let scopes = try registry.requireScope(name, tenant: tenant, environment: environment)
        for scope in scopes {
            guard scope.name.text != Scope.external else {
                throw RegistryError.conflict("The scope “external” belongs to the External API and cannot be deleted.")
            }
            if let subscription = try registry.findSubscription(having: scope.name, tenant: scope.realm.tenant) {
                throw RegistryError.conflict(
                    "The scope “\(scope.name)” is one of the subscription \(subscription.id) of "
                        + "\(subscription.partner). Take it away there first: "
                        + "`counterfoil subscription update \(subscription.id) --scope …` with the others.")
            }
            try registry.delete(scope)
            try registry.record(
                context.change(
                    "scope.deleted", of: scope,
                    before: ["description": scope.description, "resource": scope.resource]))
        }
        return scopes
    }
}

extension RegistryReading {
    /// The scope of a name in one realm of a tenant, or in those of both that have it; at least one.
    ///
    /// - Throws: ``RegistryError`` that says what there is.
    package func requireScope(
        _ name: String, tenant: String, environment: RealmEnvironment?
    ) throws -> [Scope] {
        let tenant = try requireTenant(try TenantName(tenant))
        let name = try ScopeName(name)
        let realms = (environment.map { [$0] } ?? RealmEnvironment.allCases).map(tenant.realm)
        let scopes = try realms.flatMap { realm in try listScopes(realm).filter { $0.name == name } }
        guard !scopes.isEmpty else {
            throw RegistryError.notFound(
                "There is no scope “\(name)” in \(realms.map(\.description).joined(separator: " and ")). "
                    + "`counterfoil scope list --tenant \(tenant.name)` shows the scopes.")
        }
        return scopes
    }
}

extension OperationContext {
    /// A change row about a scope.
    fileprivate func change(
        _ kind: String, of scope: Scope, before: [String: String] = [:], after: [String: String] = [:]
    ) -> Change {
        change(
            kind, tenant: scope.realm.tenant, realm: scope.realm, subject: scope.name.text, before: before,
            after: after)
    }
}
