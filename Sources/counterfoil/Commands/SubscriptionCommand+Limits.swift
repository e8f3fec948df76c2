import Administration
import ArgumentParser

extension SubscriptionCommand {
    struct Limits: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what a subscription's clients may do, or change it.",
            discussion: """
                Limits are of all clients of one environment together; what is tried in the sandbox uses nothing up of \
                what production has. Which networks a client may be used from: `counterfoil client update \
                --allowed-network`.

                Example: counterfoil subscription limits SUBSCRIPTION_ID --calls-per-minute 600 --hard-per-month none
                """)

        @Argument(help: "The subscription's identifier, which starts with sub_.")
        var subscriptionID: String
        @Option(help: ArgumentHelp("Most token requests in a minute, or none.", valueName: "number"))
        var tokensPerMinute: LimitArgument?
        @Option(help: ArgumentHelp("Most API calls in a minute, or none.", valueName: "number"))
        var callsPerMinute: LimitArgument?
        @Option(
            help: ArgumentHelp(
                "API calls in a month above which the journal tells of it, or none.", valueName: "number"))
        var softPerMonth: LimitArgument?
        @Option(help: ArgumentHelp("Most API calls in a month, or none.", valueName: "number"))
        var hardPerMonth: LimitArgument?
        @Option(
            help: ArgumentHelp("Most secrets of each client that work, or none.", valueName: "number"))
        var activeSecrets: LimitArgument?
        @OptionGroup var data: DataOptions

        private var changes: [LimitArgument] {
            [tokensPerMinute, callsPerMinute, softPerMonth, hardPerMonth, activeSecrets].compactMap { $0 }
        }

        func report(_ admin: AdminCaller) async throws -> Report {
            let path = ["subscription": subscriptionID]
            guard !changes.isEmpty else { return .record(try await admin.call("getSubscriptionLimits", path: path)) }
            return .record(
                try await admin.call(
                    "updateSubscriptionLimits", path: path,
                    body: [
                        "token_requests_per_minute": tokensPerMinute?.document,
                        "calls_per_minute": callsPerMinute?.document, "soft_calls_per_month": softPerMonth?.document,
                        "hard_calls_per_month": hardPerMonth?.document, "active_secrets": activeSecrets?.document,
                    ]))
        }
    }
}

/// A limit, or the word `none`.
enum LimitArgument: ExpressibleByArgument {
    case most(Int)
    case none

    init?(argument: String) {
        if argument == "none" {
            self = .none
        } else if let number = Int(argument) {
            self = .most(number)
        } else {
            return nil
        }
    }

    /// The member of a body that sets it.
    var document: JSONDocument {
        if case .most(let number) = self { .integer(Int64(number)) } else { .null }
    }
}
