import HTTPTypes
import JOSE
import Registry

/// What a subscription's clients may do: `/subscriptions/{subscription}/limits`.
enum LimitOperations {
    static let all = [show, update]

    private static let fields = [
        AdminField(
            "token_requests_per_minute", range,
            "Most token requests in a minute, of all its clients of one environment.",
            nullable: true),
        AdminField(
            "active_secrets", .integer(1...Int64(RegistryLimits.activeSecretsPerClient)),
            "Most secrets of each of its clients that work or will work.", nullable: true),
        AdminField(
            "calls_per_minute", range, "Most API calls in a minute, of all its clients of one environment.",
            nullable: true),
        AdminField(
            "soft_calls_per_month", range,
            "API calls in a calendar month (UTC) above which the journal tells of it; they are answered.",
            nullable: true),
        AdminField(
            "hard_calls_per_month", range, "Most API calls in a calendar month (UTC), of one environment.",
            nullable: true),
    ]
    private static let range = AdminField.Form.integer(1...Int64(RegistryLimits.limitCalls))

    private static let schema = AdminSchema(
        "SubscriptionLimits", [AdminField("subscription_id", .text(), "The subscription.")] + fields)

    private static let show = AdminOperation(
        .get, "/subscriptions/{subscription}/limits", name: "getSubscriptionLimits",
        summary: "Show what a subscription's clients may do; null is unlimited.", access: .read, answer: schema,
        work: .read { registry, call in AdminAnswer(try current(registry, call)) })

    private static let update = AdminOperation(
        .patch, "/subscriptions/{subscription}/limits", name: "updateSubscriptionLimits",
        summary: "Change limits of a subscription: those that are named; null takes one away.", access: .write,
        body: fields, answer: schema, current: current,
        work: .change { registry, context, call in
            let before = try call.changeableSubscription(call.segment("subscription"), in: registry)
            let limits = before.limits.applying(call.body)
            return AdminAnswer(
                try UpdateSubscriptionLimits(id: before.id.text, limits: limits).run(in: registry, context)
                    .limitsDocument)
        })

    private static func subscription(_ registry: any RegistryReading, _ call: AdminCall) throws -> Subscription {
        try registry.requireSubscription(SubscriptionIdentifier(call.segment("subscription")))
    }

    private static func current(_ registry: any RegistryReading, _ call: AdminCall) throws -> JSONDocument {
        try subscription(registry, call).limitsDocument
    }
}

extension SubscriptionLimits {
    /// The limits after a change: what is not named stays, what is `null` is taken away.
    fileprivate func applying(_ members: [String: JSONValue]) -> SubscriptionLimits {
        func value(_ name: String, _ before: Int?) -> Int? {
            members[name] == nil ? before : members.integer(name).map(Int.init)
        }
        return SubscriptionLimits(
            tokenRequestsPerMinute: value("token_requests_per_minute", tokenRequestsPerMinute),
            activeSecrets: value("active_secrets", activeSecrets),
            callsPerMinute: value("calls_per_minute", callsPerMinute),
            softCallsPerMonth: value("soft_calls_per_month", softCallsPerMonth),
            hardCallsPerMonth: value("hard_calls_per_month", hardCallsPerMonth))
    }
}
