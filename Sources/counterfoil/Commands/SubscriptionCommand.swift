import Administration
import ArgumentParser
import Registry

/// `counterfoil subscription …`
struct SubscriptionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subscription", abstract: "Partners' rights to call the API of a tenant.",
        subcommands: [
            Create.self, List.self, Show.self, Update.self, Limits.self, Suspend.self, Resume.self, End.self,
        ])

    struct Create: RegistryChangeCommand {
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

        func change(_ workspace: Workspace) async throws -> Report {
            let created = try await workspace.change(
                CreateSubscription(
                    tenant: tenant, partner: partner, contact: contact, scopes: scopes, withClients: !noClients))
            let subscription = created.subscription.document
            let clients = created.clients.map(\.credentials)
            return Report(
                ["subscription": subscription, "clients": .list(clients)],
                [.record(subscription)] + clients.map(Report.Block.record)
                    + (clients.isEmpty ? [] : [.storeSecretNow]))
        }
    }

    struct List: RegistryQueryCommand {
        static let configuration = CommandConfiguration(abstract: "List subscriptions.")

        @Option(help: ArgumentHelp("Only those of this tenant.", valueName: "name"))
        var tenant: String?
        @OptionGroup var data: DataOptions

        func report(_ workspace: Workspace) async throws -> Report {
            .list(
                try await workspace.read { [tenant] registry in
                    let tenant = try tenant.map { try registry.requireTenant(try TenantName($0)) }
                    return try registry.allSubscriptions(tenant: tenant?.name).map(\.document)
                },
                columns: [
                    "subscription_id", "tenant", .flexible("partner"), .flexible("scopes"), "status", "created_at",
                ],
                empty: "There are no subscriptions. `counterfoil subscription create` makes one.")
        }
    }

    struct Show: RegistryQueryCommand {
        static let configuration = CommandConfiguration(abstract: "Show a subscription and its clients.")

        @Argument(help: "The subscription's identifier, which starts with sub_.")
        var subscriptionID: String
        @OptionGroup var data: DataOptions

        func report(_ workspace: Workspace) async throws -> Report {
            let (subscription, clients) = try await workspace.read { [subscriptionID] registry in
                let subscription = try registry.requireSubscription(SubscriptionIdentifier(subscriptionID))
                let clients = try registry.allClients(tenant: nil, realm: nil, subscription: subscription.id)
                return (subscription.document, clients.map(\.document))
            }
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

    struct Update: RegistryChangeCommand {
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

        func change(_ workspace: Workspace) async throws -> Report {
            .record(
                try await workspace.change(
                    UpdateSubscription(
                        id: subscriptionID, partner: partner, contact: contact, scopes: scopes.isEmpty ? nil : scopes)
                ).document)
        }
    }

    struct Suspend: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop a subscription for now; all tokens of its clients stop working.")

        @Argument(help: "The subscription's identifier, which starts with sub_.")
        var subscriptionID: String
        @OptionGroup var data: DataOptions

        func change(_ workspace: Workspace) async throws -> Report {
            .record(try await workspace.change(SetSubscriptionStatus(id: subscriptionID, status: .suspended)).document)
        }
    }

    struct Resume: RegistryChangeCommand {
        static let configuration = CommandConfiguration(abstract: "Let a suspended subscription go on.")

        @Argument(help: "The subscription's identifier, which starts with sub_.")
        var subscriptionID: String
        @OptionGroup var data: DataOptions

        func change(_ workspace: Workspace) async throws -> Report {
            .record(try await workspace.change(SetSubscriptionStatus(id: subscriptionID, status: .active)).document)
        }
    }

    struct End: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a subscription for good; all tokens of its clients stop working.")

        @Argument(help: "The subscription's identifier, which starts with sub_.")
        var subscriptionID: String
        @OptionGroup var data: DataOptions

        func change(_ workspace: Workspace) async throws -> Report {
            .record(try await workspace.change(SetSubscriptionStatus(id: subscriptionID, status: .ended)).document)
        }
    }
}
