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
        try tenant.requireNotEnded()
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
                after: subscription.facts.merging(["status": "active"]) { fact, _ in fact }))
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

/// Changes a subscription; what is `nil` stays.
package struct UpdateSubscription: RegistryOperation {
    private let id: String
    private let partner: String?
    private let contact: String?
    private let scopes: [String]?

    /// Asks for changes.
    ///
    /// - Parameter scopes: the scopes that its clients may have from now on; at least one. A scope that is taken away
    ///   is in no further token of its clients, whatever scopes of their own these have; one that is added is in those
    ///   of clients that are given it.
    package init(id: String, partner: String?, contact: String?, scopes: [String]?) {
        self.id = id
        self.partner = partner
        self.contact = contact
        self.scopes = scopes
    }

    /// Makes them. Tokens that are out keep their scopes until they expire. Throws when the subscription has ended.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> Subscription {
        let before = try registry.requireSubscription(SubscriptionIdentifier(id))
        guard before.status != .ended else {
            throw RegistryError.conflict(
                "The subscription \(before.id) has ended, and that is for good. Create another subscription.")
        }
        var subscription = before
        if let partner { subscription.partner = try Label.checked(partner, field: "partner") }
        if let contact { subscription.contact = try Label.checked(contact, field: "contact", mayBeEmpty: true) }
        if let scopes {
            let names = try scopes.map { try ScopeName($0) }
            guard !names.isEmpty else {
                throw RegistryError.invalid(
                    field: "scope", "A subscription has at least one scope. Suspend or end it to stop its clients.")
            }
            let realms = RealmEnvironment.allCases.map { RealmIdentifier(tenant: before.tenant, environment: $0) }
            try registry.requireScopes(names, in: realms)
            subscription.scopes = Array(Set(names)).sorted()
        }
        guard subscription != before else { return before }
        try registry.update(subscription)
        try registry.record(
            context.change(
                "subscription.updated", tenant: subscription.tenant, subject: subscription.id.text,
                before: before.facts, after: subscription.facts))
        return subscription
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

extension Subscription {
    /// What the change table says of a subscription, but for its status.
    fileprivate var facts: [String: String] {
        ["partner": partner, "contact": contact, "scopes": scopes.map(\.text).joined(separator: " ")]
    }
}

extension RegistryReading {
    /// Every client of a subscription, however many.
    func listAllClients(of subscription: Subscription) throws -> [Client] {
        try allRows(key: \.id.text) { page in
            try listClients(tenant: nil, realm: nil, subscription: subscription.id, page)
        }
    }
}
