package import JOSE

/// All that the token path needs to know of a client, read in one transaction.
///
/// A class, since it is handed from step to step of every request: a copy would retain each of its many parts.
package final class ClientEntry: Sendable {
    /// The client.
    package let client: Client
    /// Its subscription.
    package let subscription: Subscription
    /// The tenant's status.
    package let tenantStatus: Tenant.Status
    /// Its secrets in order of creation.
    package let secrets: [ClientSecretRecord]
    /// Its registered public keys, read once; `nil` where none are registered.
    package let registeredKeys: JSONWebKeySet?
    /// The scopes that the client may have now: its own, less those that its subscription has lost.
    package let allowedScopes: [ScopeName]
    /// Whose limits its requests count towards; `nil` where its subscription has none that is counted.
    package let metered: MeteredSubscription?

    /// Puts an entry together.
    package init(
        client: Client, subscription: Subscription, tenantStatus: Tenant.Status, secrets: [ClientSecretRecord]
    ) {
        self.client = client
        self.subscription = subscription
        self.tenantStatus = tenantStatus
        self.secrets = secrets
        registeredKeys = client.settings.keys?.registeredSet
        allowedScopes = client.scopes.filter { subscription.scopes.contains($0) }
        metered = MeteredSubscription(subscription, environment: client.realm.environment)
    }
}

/// All that the token path needs to know of a realm, read in one transaction.
package final class RealmEntry: Sendable {
    /// What holds for all its clients.
    package let settings: RealmSettings
    /// Its scopes by name.
    package let scopes: [Scope]
    /// Its resources by identifier.
    package let resources: [Resource]

    /// Puts an entry together.
    package init(settings: RealmSettings, scopes: [Scope], resources: [Resource]) {
        self.settings = settings
        self.scopes = scopes
        self.resources = resources
    }

    /// The resource of an identifier.
    package func resource(_ identifier: String) -> Resource? {
        resources.first { $0.identifier == identifier }
    }
}
