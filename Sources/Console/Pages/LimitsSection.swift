import Administration
import WebFoundation

/// The limits of a subscription.
enum LimitsSection {
    private static let labels = [
        ("token_requests_per_minute", "Token requests a minute"), ("active_secrets", "Secrets of a client"),
        ("calls_per_minute", "API calls a minute"), ("soft_calls_per_month", "API calls a month, soft mark"),
        ("hard_calls_per_month", "API calls a month, hard mark"),
    ]

    static func sections(_ visit: Visit, subscription: String) async throws(ProblemDetails) -> [Section] {
        let limits = try await visit.ask("getSubscriptionLimits", path: ["subscription": subscription])
        return [
            .facts(
                "Limits",
                labels.map { name, label in
                    Fact(label, limits.text(name).nonEmpty.map { .text($0) } ?? .text("unlimited"))
                }),
            .actions(
                "Change the limits",
                [
                    ActionForm(
                        id: "limits", operation: "updateSubscriptionLimits", path: ["subscription": subscription],
                        title: "Change the limits…", explanation: "A field that is left empty means unlimited.",
                        submit: "Save the limits",
                        fields: labels.map { name, label in
                            Field(
                                name, label, .number(1...1_000_000_000), hint: hints[name], value: limits.text(name),
                                empty: .null)
                        }, current: limits
                    ) { _ in .to(Address.subscription(subscription)) }
                ]),
        ]
    }

    private static let hints = [
        "active_secrets": "How many may work at the same time, at most 10.",
        "soft_calls_per_month": "Above it the journal tells of it, and calls are answered.",
        "hard_calls_per_month": "Above it calls are refused until the month ends (UTC).",
    ]
}
