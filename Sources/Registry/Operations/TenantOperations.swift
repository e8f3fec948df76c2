import Cryptography

/// Creates a tenant: both realms with their keys, the External API resource and its scopes.
package struct CreateTenant: RegistryOperation {
    private let name: String
    private let displayName: String?

    /// Asks for a tenant.
    ///
    /// - Parameter displayName: what people call it; the name when `nil`.
    package init(name: String, displayName: String?) {
        self.name = name
        self.displayName = displayName
    }

    /// Creates it. Throws when the name breaks a rule or is taken.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> Tenant {
        let name = try TenantName(name)
        guard try registry.findTenant(name) == nil else {
            throw RegistryError.conflict(
                "The tenant “\(name)” exists already. Choose another name, or use it as it is: "
                    + "`counterfoil tenant show \(name)`.")
        }
        let tenant = Tenant(
            name: name, displayName: try Label.checked(displayName ?? name.text, field: "display name"),
            status: .active, createdAt: context.now)
        try registry.insert(tenant)
        for environment in RealmEnvironment.allCases {
            let realm = tenant.realm(environment)
            let resource = Resource(
                realm: realm, identifier: Resource.externalAPIIdentifier(of: realm), name: "External API")
            try registry.insert(resource)
            for (name, description) in Scope.externalAPI {
                try registry.insert(
                    Scope(
                        realm: realm, name: try ScopeName(name), description: description,
                        resource: resource.identifier))
            }
            for use in KeyUse.fromTheBeginning {
                try registry.insert(try context.makeKey(for: realm, use: use, state: .active))
            }
        }
        try registry.record(
            context.change(
                "tenant.created", tenant: name, subject: name.text,
                after: ["display_name": tenant.displayName, "status": tenant.status.rawValue]))
        return tenant
    }
}

/// Suspends or resumes a tenant.
///
/// Suspending replaces the keys of both realms and destroys the old ones, so that every token of the tenant stops
/// working everywhere, and for good.
package struct SetTenantStatus: RegistryOperation {
    private let name: String
    private let status: Tenant.Status

    /// Asks for a status.
    package init(name: String, status: Tenant.Status) {
        self.name = name
        self.status = status
    }

    /// Sets it. A tenant that has the status already is left as it is.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> Tenant {
        var tenant = try registry.requireTenant(try TenantName(name))
        guard tenant.status != status else { return tenant }
        try tenant.requireNotEnded()
        let before = tenant.status
        tenant.status = status
        try registry.update(tenant)
        // Before the rows of the keys: a server that follows must not know the new keys while it still takes the tenant
        // for active, or it would make tokens that nothing stops.
        try registry.record(
            context.change(
                status == .suspended ? "tenant.suspended" : "tenant.resumed", tenant: tenant.name,
                subject: tenant.name.text, before: ["status": before.rawValue], after: ["status": status.rawValue]))
        if status == .suspended {
            for environment in RealmEnvironment.allCases {
                // Not one for RS256, which takes too long to make for a transaction: it is made when it is needed.
                let fresh = try KeyUse.fromTheBeginning.map { try FreshKey.make($0, random: context.random) }
                _ = try registry.replaceKeys(
                    of: tenant.realm(environment), uses: KeyUse.allCases, with: fresh, reason: "tenant suspended",
                    context)
            }
        }
        return tenant
    }
}
