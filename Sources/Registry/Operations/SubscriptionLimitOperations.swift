/// Sets what a subscription's clients may do.
package struct UpdateSubscriptionLimits: RegistryOperation {
    private let id: String
    private let limits: SubscriptionLimits

    /// Asks for limits, all of them: what is `nil` becomes unlimited.
    package init(id: String, limits: SubscriptionLimits) {
        self.id = id
        self.limits = limits
    }

    /// Sets them. Throws when one is out of its range, or the subscription has ended.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> Subscription {
        var subscription = try registry.requireSubscription(SubscriptionIdentifier(id))
        guard subscription.status != .ended else {
            throw RegistryError.conflict(
                "The subscription \(subscription.id) has ended, and that is for good. Create another subscription.")
        }
        try limits.check()
        let before = subscription.limits
        guard before != limits else { return subscription }
        subscription.limits = limits
        try registry.update(subscription)
        try registry.record(
            context.change(
                "subscription.updated", tenant: subscription.tenant, subject: subscription.id.text,
                before: before.facts, after: limits.facts))
        return subscription
    }
}

extension SubscriptionLimits {
    /// What the change table says of them.
    fileprivate var facts: [String: String] {
        Dictionary(uniqueKeysWithValues: named.map { ($0.name, $0.value.map(String.init) ?? "unlimited") })
    }
}
