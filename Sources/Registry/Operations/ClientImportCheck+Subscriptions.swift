extension ClientImportCheck {
    /// The tenants and subscriptions that lines name, each read once.
    struct Subscriptions {
        private var tenants: [String: Result<Tenant, any Error>] = [:]
        private var byTenant: [TenantName: Known] = [:]

        private struct Known {
            var byIdentifier: [String: Subscription] = [:]
            var byPartner: [String: [Subscription]] = [:]
        }

        /// The tenant of a name, not an ended one; `nil` where that is a fault.
        mutating func tenant(
            _ text: String, in registry: any RegistryReading, _ faults: inout Faults
        ) throws -> Tenant? {
            let known = tenants[text] ?? Result { try Self.tenant(text, in: registry) }
            tenants[text] = known
            return try faults.note(in: "tenant") { try known.get() }
        }

        /// The subscriptions that a text means, by identifier or else by partner, and whether there is one that has
        /// ended.
        mutating func named(
            _ text: String, of tenant: TenantName, in registry: any RegistryReading
        ) throws -> (matching: [Subscription], ended: Bool) {
            let known = try subscriptions(of: tenant, in: registry)
            let all = known.byIdentifier[text].map { [$0] } ?? known.byPartner[text] ?? []
            let matching = all.filter { $0.status != .ended }
            return (matching, all.count > matching.count)
        }

        private mutating func subscriptions(of tenant: TenantName, in registry: any RegistryReading) throws -> Known {
            if let known = byTenant[tenant] { return known }
            var known = Known()
            for subscription in try registry.allRows(
                key: \.id.text, { page in try registry.listSubscriptions(tenant: tenant, page) })
            {
                known.byIdentifier[subscription.id.text] = subscription
                known.byPartner[subscription.partner, default: []].append(subscription)
            }
            byTenant[tenant] = known
            return known
        }

        private static func tenant(_ text: String, in registry: any RegistryReading) throws -> Tenant {
            let tenant = try registry.requireTenant(try TenantName(text))
            try tenant.requireNotEnded()
            return tenant
        }
    }
}
