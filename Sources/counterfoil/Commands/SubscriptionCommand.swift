import Administration
import ArgumentParser

/// `counterfoil subscription …`
struct SubscriptionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subscription", abstract: "Partners' rights to call the API of a tenant.",
        subcommands: [
            Create.self, List.self, Show.self, Update.self, Limits.self, Suspend.self, Resume.self, End.self,
        ])

    struct Create: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create a subscription, with a client and its secret in the sandbox and in production.",
            discussion: """
                The client secrets are printed this once.

                Example: counterfoil subscription create --tenant acme --partner "Example Partner"
                """)

        @Option(help: ArgumentHelp("The tenant whose API it is for.", valueName: "name"))
        var tenant: String
        @Option(help: ArgumentHelp("The partner's name.", valueName: "name"))
        var partner: String
        @Option(help: ArgumentHelp("How to reach the partner.", valueName: "text"))
        var contact = ""
        @Option(
            name: .customLong("scope"), parsing: .singleValue,
            help: ArgumentHelp("A scope that its clients may have; can be repeated. (default: external)"))
        var scopes: [String] = []
        @Flag(help: "Make no clients.")
        var noClients = false
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            let created = try await admin.call(
                "createSubscription",
                body: [
                    "tenant": .text(tenant), "partner": .text(partner), "contact": .text(contact),
                    "scopes": .texts(ifAny: scopes), "with_clients": .boolean(!noClients),
                ])
            let clients = created["clients"]?.items ?? []
            return Report(
                created,
                [.record(created["subscription"] ?? .null)] + clients.map(Report.Block.record)
                    + (clients.isEmpty ? [] : [.storeSecretNow]))
        }
    }

    struct List: AdminCommand {
        static let configuration = CommandConfiguration(abstract: "List subscriptions.")

        @Option(help: ArgumentHelp("Only those of this tenant.", valueName: "name"))
        var tenant: String?
        @Option(help: ArgumentHelp("Only those with this text in their identifier or partner.", valueName: "text"))
        var search: String?
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .list(
                try await admin.list("listSubscriptions", query: ["tenant": tenant, "search": search]),
                columns: [
                    "subscription_id", "tenant", .flexible("partner"), .flexible("scopes"), "status", "created_at",
                ],
                empty: "There are no such subscriptions. `counterfoil subscription create` makes one.")
        }
    }

    struct Show: AdminCommand {
        static let configuration = CommandConfiguration(abstract: "Show a subscription and its clients.")

        @Argument(help: "The subscription's identifier, which starts with sub_.")
        var subscriptionID: String
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            let subscription = try await admin.call("getSubscription", path: ["subscription": subscriptionID])
            let clients = try await admin.list("listClients", query: ["subscription": subscriptionID])
            return Report(
                subscription.adding([JSONDocument.Member("clients", .list(clients))]),
                [
                    .record(subscription),
                    clients.isEmpty
                        ? .sentence("It has no clients.")
                        : .table(Table(clients, columns: ["client_id", "environment", .flexible("name"), "status"])),
                ])
        }
    }

    struct Update: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change a subscription's partner, contact or scopes; tokens that are out keep their scopes.",
            discussion: """
                A scope that is taken away is in no further token of its clients; one that is added is in those of \
                clients that are given it: `counterfoil client update --scope`.

                Example: counterfoil subscription update SUBSCRIPTION_ID --scope external --scope invoices:read
                """)

        @Argument(help: "The subscription's identifier, which starts with sub_.")
        var subscriptionID: String
        @Option(help: ArgumentHelp("The partner's name.", valueName: "name"))
        var partner: String?
        @Option(help: ArgumentHelp("How to reach the partner.", valueName: "text"))
        var contact: String?
        @Option(
            name: .customLong("scope"), parsing: .singleValue,
            help: ArgumentHelp(
                "A scope that its clients may have from now on, instead of those they could; can be repeated."))
        var scopes: [String] = []
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard partner != nil || contact != nil || !scopes.isEmpty else {
                throw ValidationError("What is to change? Give --partner, --contact or --scope.")
            }
        }

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(
                try await admin.call(
                    "updateSubscription", path: ["subscription": subscriptionID],
                    body: [
                        "partner": partner.map(JSONDocument.text), "contact": contact.map(JSONDocument.text),
                        "scopes": .texts(ifAny: scopes),
                    ]))
        }
    }

    struct Suspend: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop a subscription for now; all tokens of its clients stop working.")

        @Argument(help: "The subscription's identifier, which starts with sub_.")
        var subscriptionID: String
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(try await admin.call("suspendSubscription", path: ["subscription": subscriptionID]))
        }
    }

    struct Resume: AdminCommand {
        static let configuration = CommandConfiguration(abstract: "Let a suspended subscription go on.")

        @Argument(help: "The subscription's identifier, which starts with sub_.")
        var subscriptionID: String
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(try await admin.call("resumeSubscription", path: ["subscription": subscriptionID]))
        }
    }

    struct End: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a subscription for good; all tokens of its clients stop working.")

        @Argument(help: "The subscription's identifier, which starts with sub_.")
        var subscriptionID: String
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(try await admin.call("endSubscription", path: ["subscription": subscriptionID]))
        }
    }
}
