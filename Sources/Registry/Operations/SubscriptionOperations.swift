import Cryptography

/// What creating a subscription gives: itself, and the credentials of its first clients, which are shown this once.
package struct CreatedSubscription: Sendable {
    /// The subscription.
    package let subscription: Subscription
    /// A client and its secret in each environment; empty where none were wanted.
    package let clients: [CreatedClient]
}

/// Creates a subscription, with one client and one secret in each environment unless none are wanted.
package struct CreateSubscription: RegistryOperation {
    private let tenant: String
    private let partner: String
    private let contact: String
    private let scopes: [String]
    private let withClients: Bool

    /// Asks for a subscription.
    ///
    /// - Parameter scopes: the scopes its clients may have; `external` when empty.
    package init(tenant: String, partner: String, contact: String, scopes: [String], withClients: Bool) {
        self.tenant = tenant
        self.partner = partner
        self.contact = contact
        self.scopes = scopes
        self.withClients = withClients
    }

    /// Creates it.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> CreatedSubscription {
        let tenant = try registry.requireTenant(try TenantName(tenant))
        let names = try (scopes.isEmpty ? [Scope.external] : scopes).map { try ScopeName($0) }
        try registry.requireScopes(names, in: RealmEnvironment.allCases.map(tenant.realm))
        let subscription = Subscription(
            id: SubscriptionIdentifier(random: context.random), tenant: tenant.name,
            partner: try Label.checked(partner, field: "partner"),
            contact: try Label.checked(contact, field: "contact", mayBeEmpty: true),
            scopes: Array(Set(names)).sorted(), status: .active, createdAt: context.now)
        try registry.insert(subscription)
        try registry.record(
            context.change(
                "subscription.created", tenant: tenant.name, subject: subscription.id.text,
                after: [
                    "partner": subscription.partner, "contact": subscription.contact,
                    "scopes": subscription.scopes.map(\.text).joined(separator: " "), "status": "active",
                ]))
        guard withClients else { return CreatedSubscription(subscription: subscription, clients: []) }
        let clients = try [RealmEnvironment.sandbox, .production].map { environment in
            try CreateClient(
                subscription: subscription.id.text, environment: environment, name: subscription.partner, scopes: [],
                tokenLifetimeSeconds: nil
            ).run(in: registry, context)
        }
        return CreatedSubscription(subscription: subscription, clients: clients)
    }
}

/// Suspends, resumes or ends a subscription. When it stops being active, all tokens of its clients stop working.
package struct SetSubscriptionStatus: RegistryOperation {
    private let id: String
    private let status: Subscription.Status

    /// Asks for a status.
    package init(id: String, status: Subscription.Status) {
        self.id = id
        self.status = status
    }

    /// Sets it. Throws when the subscription has ended, which is for good.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> Subscription {
        var subscription = try registry.requireSubscription(SubscriptionIdentifier(id))
        guard subscription.status != status else { return subscription }
        guard subscription.status != .ended else {
            throw RegistryError.conflict(
                "The subscription \(subscription.id) has ended, and that is for good. Create another subscription.")
        }
        let before = subscription.status
        subscription.status = status
        try registry.update(subscription)
        if status != .active {
            let clients = try registry.listAllClients(of: subscription)
            for client in clients { _ = try registry.retireNumber(of: client, context) }
        }
        let verb =
            switch status {
            case .active: "resumed"
            case .suspended: "suspended"
            case .ended: "ended"
            }
        try registry.record(
            context.change(
                "subscription.\(verb)", tenant: subscription.tenant, subject: subscription.id.text,
                before: ["status": before.rawValue], after: ["status": status.rawValue]))
        return subscription
    }
}

extension RegistryReading {
    /// Every client of a subscription, however many.
    func listAllClients(of subscription: Subscription) throws -> [Client] {
        var clients: [Client] = []
        while true {
            let page = ListPage(after: clients.last?.id.text)
            let next = try listClients(tenant: nil, realm: nil, subscription: subscription.id, page)
            clients += next
            if next.count < page.limit { return clients }
        }
    }
}
