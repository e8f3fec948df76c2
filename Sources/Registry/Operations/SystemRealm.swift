import Cryptography

/// What is in the built-in realm, whose clients are the operators' own programs.
package enum SystemRealm {
    /// The identifier of the admin API among the resources.
    package static let adminAPI = "\(ResourceIdentifier.reservedPrefix)system:admin"
    /// The subscription of every client in the realm.
    package static let subscription = SubscriptionIdentifier("sub_system")
    /// The scopes and what each opens.
    package static let scopes = [
        ("admin:read", "Read everything but secrets"),
        ("admin:write", "Change tenants, subscriptions, clients, secrets, scopes and resources"),
        ("admin:keys", "Rotate and replace keys"),
    ]
}

/// Makes the built-in realm with its keys, scopes and subscription, where it is not there yet.
package struct CreateSystemRealm: RegistryOperation {
    /// Asks for the realm.
    package init() {}

    /// Makes what is missing. What is there stays as it is.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws {
        guard try registry.findTenant(.system) == nil else { return }
        let realm = RealmIdentifier.system
        try registry.insert(
            Tenant(name: .system, displayName: "Counterfoil", status: .active, createdAt: context.now))
        try registry.insert(Resource(realm: realm, identifier: SystemRealm.adminAPI, name: "Admin API"))
        var names: [ScopeName] = []
        for (name, description) in SystemRealm.scopes {
            let name = try ScopeName(name)
            names.append(name)
            try registry.insert(
                Scope(realm: realm, name: name, description: description, resource: SystemRealm.adminAPI))
        }
        for use in KeyUse.fromTheBeginning {
            try registry.insert(try context.makeKey(for: realm, use: use, state: .active))
        }
        try registry.insert(
            Subscription(
                id: SystemRealm.subscription, tenant: .system, partner: "Operator", contact: "", scopes: names.sorted(),
                status: .active, createdAt: context.now))
        try registry.record(
            context.change(
                "tenant.created", tenant: .system, realm: realm, subject: TenantName.system.text,
                after: ["display_name": "Counterfoil", "status": "active"]))
    }
}
