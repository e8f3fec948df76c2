import Administration
import ArgumentParser
import Registry

extension SubscriptionCommand {
    struct Limits: RegistryChangeCommand {
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

        func change(_ workspace: Workspace) async throws -> Report {
            let before = try await workspace.read { [subscriptionID] registry in
                try registry.requireSubscription(SubscriptionIdentifier(subscriptionID))
            }
            guard !changes.isEmpty else { return .record(before.limitsDocument) }
            var limits = before.limits
            if let tokensPerMinute { limits.tokenRequestsPerMinute = tokensPerMinute.limit }
            if let callsPerMinute { limits.callsPerMinute = callsPerMinute.limit }
            if let softPerMonth { limits.softCallsPerMonth = softPerMonth.limit }
            if let hardPerMonth { limits.hardCallsPerMonth = hardPerMonth.limit }
            if let activeSecrets { limits.activeSecrets = activeSecrets.limit }
            return .record(
                try await workspace.change(UpdateSubscriptionLimits(id: before.id.text, limits: limits))
                    .limitsDocument)
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

    /// The limit; `nil` for none.
    var limit: Int? {
        if case .most(let number) = self { number } else { nil }
    }
}
