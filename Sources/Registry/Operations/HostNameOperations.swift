/// Gives a realm a further host name.
package struct AddHostName: RegistryOperation {
    private let name: String
    private let realm: RealmIdentifier

    /// Asks for a host name such as `api.partner.example`.
    package init(_ name: String, realm: RealmIdentifier) {
        self.name = name
        self.realm = realm
    }

    /// Adds it. Throws when the name breaks a rule, or another realm has it, or the realm has as many as it can.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> HostName {
        try registry.requireTenant(realm.tenant).requireNotEnded()
        let host = HostName(name: try HostName.checked(name), realm: realm)
        if let owner = try registry.findRealm(hostName: host.name) {
            throw RegistryError.conflict("The host name \(host.name) belongs to \(owner) already.")
        }
        guard try registry.listHostNames(realm.tenant).count < RegistryLimits.hostNamesPerTenant else {
            throw RegistryError.conflict(
                "The tenant \(realm.tenant) has \(RegistryLimits.hostNamesPerTenant) host names, which is the most it "
                    + "can have.")
        }
        try registry.insert(host)
        try registry.record(
            context.change(
                "host_name.added", tenant: realm.tenant, realm: realm, subject: host.name,
                after: ["realm": realm.description]))
        return host
    }
}

/// Takes a further host name away from a realm.
package struct RemoveHostName: RegistryOperation {
    private let name: String
    private let tenant: TenantName

    /// Asks for it.
    package init(_ name: String, tenant: TenantName) {
        self.name = name
        self.tenant = tenant
    }

    /// Takes it away. Throws when the tenant has no such name.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> HostName {
        guard let host = try registry.listHostNames(tenant).first(where: { $0.name == name.lowercased() }) else {
            throw RegistryError.notFound("The tenant \(tenant) has no host name “\(name.forMessage)”.")
        }
        try registry.delete(host)
        try registry.record(
            context.change(
                "host_name.removed", tenant: tenant, realm: host.realm, subject: host.name,
                before: ["realm": host.realm.description]))
        return host
    }
}
