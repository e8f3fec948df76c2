package import Timekeeping

/// A partner's right to call the API of one tenant.
package struct Subscription: Hashable, Sendable {
    /// Whether the right stands.
    package enum Status: String, Sendable, CaseIterable {
        /// It stands.
        case active
        /// It does not for now.
        case suspended
        /// It does not any more; this is for good.
        case ended
    }

    /// The identifier.
    package let id: SubscriptionIdentifier
    /// The tenant whose API it is for.
    package let tenant: TenantName
    /// The partner's name.
    package var partner: String
    /// How to reach the partner; may be empty.
    package var contact: String
    /// The scopes that its clients may have.
    package var scopes: [ScopeName]
    /// Whether the right stands.
    package var status: Status
    /// What its clients may do.
    package var limits: SubscriptionLimits
    /// When it was created.
    package let createdAt: Timestamp

    /// A subscription as stored.
    package init(
        id: SubscriptionIdentifier, tenant: TenantName, partner: String, contact: String, scopes: [ScopeName],
        status: Status, limits: SubscriptionLimits = .none, createdAt: Timestamp
    ) {
        self.id = id
        self.tenant = tenant
        self.partner = partner
        self.contact = contact
        self.scopes = scopes
        self.status = status
        self.limits = limits
        self.createdAt = createdAt
    }
}
