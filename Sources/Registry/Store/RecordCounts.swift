/// How many records there are.
package struct RecordCounts: Hashable, Sendable {
    /// Tenants.
    package let tenants: Int
    /// Those of them that are suspended.
    package let suspendedTenants: Int
    /// Subscriptions that have not ended.
    package let subscriptions: Int
    /// Clients that are not deleted.
    package let clients: Int
    /// Those of them that are suspended.
    package let suspendedClients: Int

    /// Counts as a store found them.
    package init(tenants: Int, suspendedTenants: Int, subscriptions: Int, clients: Int, suspendedClients: Int) {
        self.tenants = tenants
        self.suspendedTenants = suspendedTenants
        self.subscriptions = subscriptions
        self.clients = clients
        self.suspendedClients = suspendedClients
    }
}
