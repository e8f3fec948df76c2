/// Creates a scope in both realms of a tenant, or in one.
package struct CreateScope: RegistryOperation {
    private let tenant: String
    private let name: String
    private let description: String
    private let environments: [RealmEnvironment]

    /// Asks for a scope of the External API.
    ///
    /// - Parameter environment: the environment; both when `nil`.
    package init(tenant: String, name: String, description: String, environment: RealmEnvironment?) {
        self.tenant = tenant
        self.name = name
        self.description = description
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
                resource: Resource.externalAPIIdentifier(of: realm))
            try registry.insert(scope)
            try registry.record(
                context.change(
                    "scope.created", tenant: tenant.name, realm: realm, subject: name.text,
                    after: ["description": description, "resource": scope.resource]))
            return scope
        }
    }
}
