package import Registry

extension RegistryReading {
    /// All tenants by name.
    package func allTenants() throws -> [Tenant] {
        try allRows(key: \.name.text) { page in try listTenants(page) }
    }

    /// All subscriptions by identifier, of one tenant or of all.
    package func allSubscriptions(tenant: TenantName?) throws -> [Subscription] {
        try allRows(key: \.id.text) { page in try listSubscriptions(tenant: tenant, page) }
    }

    /// All clients by identifier, filtered by what is not `nil`.
    package func allClients(
        tenant: TenantName?, realm: RealmIdentifier?, subscription: SubscriptionIdentifier?
    ) throws -> [Client] {
        try allRows(key: \.id.text) { page in
            try listClients(tenant: tenant, realm: realm, subscription: subscription, page)
        }
    }

    private func allRows<Row>(key: (Row) -> String, _ list: (ListPage) throws -> [Row]) throws -> [Row] {
        var rows: [Row] = []
        while true {
            let page = ListPage(after: rows.last.map(key))
            let next = try list(page)
            rows += next
            if next.count < page.limit { return rows }
        }
    }
}

extension Tenant {
    /// The realms of one environment, or of both.
    package func realms(_ environment: RealmEnvironment?) -> [RealmIdentifier] {
        (environment.map { [$0] } ?? RealmEnvironment.allCases).map(realm)
    }
}
