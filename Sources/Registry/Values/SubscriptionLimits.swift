/// What a subscription's clients may do. What is `nil` is unlimited.
package struct SubscriptionLimits: Hashable, Sendable {
    /// Most token requests in a minute, of all its clients of one environment together.
    package var tokenRequestsPerMinute: Int?
    /// Most active secrets of each of its clients; never above ``RegistryLimits/activeSecretsPerClient``.
    package var activeSecrets: Int?
    /// Most API calls in a minute, of all its clients of one environment together.
    package var callsPerMinute: Int?
    /// API calls in a calendar month (UTC) above which its operator is told; they are still answered.
    package var softCallsPerMonth: Int?
    /// Most API calls in a calendar month (UTC).
    package var hardCallsPerMonth: Int?

    /// Limits as they are given or stored.
    package init(
        tokenRequestsPerMinute: Int? = nil, activeSecrets: Int? = nil, callsPerMinute: Int? = nil,
        softCallsPerMonth: Int? = nil, hardCallsPerMonth: Int? = nil
    ) {
        self.tokenRequestsPerMinute = tokenRequestsPerMinute
        self.activeSecrets = activeSecrets
        self.callsPerMinute = callsPerMinute
        self.softCallsPerMonth = softCallsPerMonth
        self.hardCallsPerMonth = hardCallsPerMonth
    }

    /// No limit of any kind.
    package static let none = SubscriptionLimits()

    /// The limits that are set, by the names that documents and the change table use.
    package var named: [(name: String, value: Int?)] {
        [
            ("token_requests_per_minute", tokenRequestsPerMinute), ("active_secrets", activeSecrets),
            ("calls_per_minute", callsPerMinute), ("soft_calls_per_month", softCallsPerMonth),
            ("hard_calls_per_month", hardCallsPerMonth),
        ]
    }

    /// Throws when a limit is out of its range, or the soft mark is not below the hard one.
    func check() throws(RegistryError) {
        for (name, value) in named {
            guard let value else { continue }
            let most = name == "active_secrets" ? RegistryLimits.activeSecretsPerClient : RegistryLimits.limitCalls
            guard (1...most).contains(value) else {
                throw .invalid(
                    field: name, "A limit is a number from 1 to \(most), and this one is \(value). Unset it for none.")
            }
        }
        if let softCallsPerMonth, let hardCallsPerMonth, softCallsPerMonth >= hardCallsPerMonth {
            throw .invalid(
                field: "soft_calls_per_month",
                "The soft mark (\(softCallsPerMonth)) must be below the hard mark (\(hardCallsPerMonth)).")
        }
    }
}
