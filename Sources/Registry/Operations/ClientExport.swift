/// A client with what an import of it elsewhere needs to know.
package struct ExportedClient: Sendable {
    /// The client.
    package let client: Client
    /// Its subscription as an import finds it: the partner's name, or the identifier where several subscriptions of the
    /// tenant have that name.
    package let subscription: String
    /// Those of its scopes that its subscription has too.
    package let scopes: [ScopeName]
}

/// Which clients are exported. Deleted ones, those of ended subscriptions and those of the built-in tenant never are.
package struct ClientExport: Sendable {
    private let tenant: TenantName?
    private let environment: RealmEnvironment?
    private let subscription: SubscriptionIdentifier?

    /// Asks for all clients, or for those of what is not `nil`.
    package init(tenant: TenantName?, environment: RealmEnvironment?, subscription: SubscriptionIdentifier?) {
        self.tenant = tenant
        self.environment = environment
        self.subscription = subscription
    }

    /// The clients, ordered by tenant, environment, subscription, name and identifier, so that two exports of the same
    /// clients are alike.
    package func rows(in registry: any RegistryReading) throws -> [ExportedClient] {
        let subscriptions = try registry.allRows(key: \.id.text) { page in
            try registry.listSubscriptions(tenant: tenant, page)
        }
        let living = subscriptions.filter { $0.status != .ended && $0.tenant != .system }
        let names = Dictionary(grouping: living) { Partner(tenant: $0.tenant, name: $0.partner) }
        let known = Dictionary(living.map { ($0.id, $0) }) { first, _ in first }
        let clients = try registry.allRows(key: \.id.text) { page in
            try registry.listClients(tenant: tenant, realm: nil, subscription: subscription, page)
        }
        let rows = clients.compactMap { client -> (key: String, row: ExportedClient)? in
            guard let owner = known[client.subscription], environment == nil || client.realm.environment == environment
            else { return nil }
            let isAlone = names[Partner(tenant: owner.tenant, name: owner.partner)]?.count == 1
            let isTaken = known[SubscriptionIdentifier(owner.partner)] != nil
            let row = ExportedClient(
                client: client, subscription: isAlone && !isTaken ? owner.partner : owner.id.text,
                scopes: client.scopes.filter(owner.scopes.contains))
            return (row.key, row)
        }
        return rows.sorted { $0.key < $1.key }.map(\.row)
    }

    private struct Partner: Hashable {
        let tenant: TenantName
        let name: String
    }
}

extension ExportedClient {
    /// What the rows are ordered by, with what no name has in between.
    fileprivate var key: String {
        [client.realm.description, subscription, client.name, client.id.text].joined(separator: "\u{0}")
    }
}
