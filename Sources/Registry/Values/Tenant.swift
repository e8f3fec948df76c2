package import Timekeeping

/// One customer of the operator.
package struct Tenant: Hashable, Sendable {
    /// Whether the tenant's realms work.
    package enum Status: String, Sendable, CaseIterable {
        /// They do.
        case active
        /// Its clients get no tokens, and the tokens they had are no longer good.
        case suspended
        /// Its life is over: its keys are destroyed and its subscriptions ended. Its name stays taken.
        case ended
    }

    /// The name.
    package let name: TenantName
    /// What people call it.
    package var displayName: String
    /// Whether it works.
    package var status: Status
    /// When it was created.
    package let createdAt: Timestamp
    /// When its life ended; `nil` before.
    package var endedAt: Timestamp?

    /// A tenant as stored.
    package init(
        name: TenantName, displayName: String, status: Status, createdAt: Timestamp, endedAt: Timestamp? = nil
    ) {
        self.name = name
        self.displayName = displayName
        self.status = status
        self.createdAt = createdAt
        self.endedAt = endedAt
    }

    /// Its realm of an environment.
    package func realm(_ environment: RealmEnvironment) -> RealmIdentifier {
        RealmIdentifier(tenant: name, environment: environment)
    }
}
