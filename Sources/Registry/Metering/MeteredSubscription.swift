/// A subscription's limits that are counted, in one environment: what is tried in the sandbox uses nothing up of what
/// production has.
package struct MeteredSubscription: Hashable, Sendable {
    /// The subscription.
    package let id: SubscriptionIdentifier
    /// The tenant whose API it is for.
    package let tenant: TenantName
    /// The environment.
    package let environment: RealmEnvironment
    /// Its limits.
    package let limits: SubscriptionLimits

    /// `nil` where the subscription has no limit that is counted.
    package init?(_ subscription: Subscription, environment: RealmEnvironment) {
        let limits = subscription.limits
        guard limits.tokenRequestsPerMinute != nil || limits.countsCalls else { return nil }
        id = subscription.id
        tenant = subscription.tenant
        self.environment = environment
        self.limits = limits
    }

    /// The realm.
    package var realm: RealmIdentifier { RealmIdentifier(tenant: tenant, environment: environment) }
}

extension SubscriptionLimits {
    /// Whether there is a limit of API calls.
    package var countsCalls: Bool { callsPerMinute != nil || countsMonths }

    /// Whether there is a mark of API calls in a month.
    package var countsMonths: Bool { softCallsPerMonth != nil || hardCallsPerMonth != nil }
}
