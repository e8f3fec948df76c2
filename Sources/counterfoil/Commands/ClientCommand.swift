import Administration
import ArgumentParser
import Registry

/// `counterfoil client …`
struct ClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client", abstract: "Partners' programs, each with its Client ID.",
        subcommands: [
            Create.self, List.self, Show.self, Update.self, Suspend.self, Resume.self, RevokeTokens.self, Delete.self,
        ])

    struct Create: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create a further client of a subscription; a secret, if it has one, is printed this once.",
            discussion: "Example: counterfoil client create --subscription SUBSCRIPTION_ID --environment sandbox")

        @Option(help: ArgumentHelp("The subscription's identifier, which starts with sub_.", valueName: "id"))
        var subscription: String
        @Option(help: "Where the client lives.")
        var environment: RealmEnvironment
        @Option(help: ArgumentHelp("What people call the client. (default: the partner's name)"))
        var name: String?
        @Option(
            name: .customLong("scope"), parsing: .singleValue,
            help: ArgumentHelp("A scope it may have; can be repeated. (default: all of the subscription)"))
        var scopes: [String] = []
        @Option(help: ArgumentHelp("Lifetime of its tokens, 60 to 86400 s. (default: 1200)", valueName: "seconds"))
        var tokenLifetime: Int?
        @OptionGroup var settings: ClientSettingsOptions
        @OptionGroup var data: DataOptions

        func change(_ workspace: Workspace) async throws -> Report {
            let partner = try await workspace.read { [subscription] registry in
                try registry.requireSubscription(SubscriptionIdentifier(subscription)).partner
            }
            let created = try await workspace.change(
                CreateClient(
                    subscription: subscription, environment: environment, name: name ?? partner, scopes: scopes,
                    tokenLifetimeSeconds: tokenLifetime,
                    settings: try await settings.change(workspace.surroundings)))
            let document = created.client.document.adding(
                created.credentials.members.filter {
                    created.secret != nil && ["client_secret", "secret_id"].contains($0.name)
                })
            return Report(document, created.secret == nil ? [.record(document)] : [.record(document), .storeSecretNow])
        }
    }

    struct List: RegistryQueryCommand {
        static let configuration = CommandConfiguration(abstract: "List clients.")

        @Option(help: ArgumentHelp("Only those of this tenant.", valueName: "name"))
        var tenant: String?
        @Option(help: "Only those of this environment.")
        var environment: RealmEnvironment?
        @Option(help: ArgumentHelp("Only those of this subscription.", valueName: "id"))
        var subscription: String?
        @OptionGroup var data: DataOptions

        func report(_ workspace: Workspace) async throws -> Report {
            .list(
                try await workspace.read { [tenant, environment, subscription] registry in
                    let tenant = try tenant.map { try registry.requireTenant(try TenantName($0)) }
                    let subscription = try subscription.map {
                        try registry.requireSubscription(SubscriptionIdentifier($0))
                    }
                    let clients = try registry.allClients(
                        tenant: tenant?.name, realm: environment.flatMap { tenant?.realm($0) },
                        subscription: subscription?.id)
                    return clients.filter { environment == nil || $0.realm.environment == environment }.map(\.document)
                },
                columns: [
                    "client_id", "tenant", "environment", .flexible("name"), .flexible("scopes"),
                    .flexible("introspects"), "status",
                ],
                empty: "There are no such clients. `counterfoil client create` makes one.")
        }
    }

    struct Show: RegistryQueryCommand {
        static let configuration = CommandConfiguration(abstract: "Show a client and its secrets.")

        @Argument(help: "The Client ID.")
        var clientID: String
        @OptionGroup var data: DataOptions

        func report(_ workspace: Workspace) async throws -> Report {
            let now = workspace.now()
            let (client, secrets) = try await workspace.read { [clientID] registry in
                let client = try registry.requireClient(clientID)
                return (client.document, try registry.listSecrets(client.id).map { $0.document(at: now) })
            }
            return Report(
                client.adding([JSONDocument.Member("secrets", .list(secrets))]),
                [
                    .record(client),
                    secrets.isEmpty
                        ? .sentence("It has no secrets. `counterfoil secret create --client \(clientID)` makes one.")
                        : .table(Table(secrets, columns: SecretCommand.columns)),
                ])
        }
    }

    struct Update: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change a client's name, scopes, token lifetime or settings; tokens that are out keep theirs.",
            discussion: "Example: counterfoil client update CLIENT_ID --token-lifetime 600")

        @Argument(help: "The Client ID.")
        var clientID: String
        @Option(help: "What people call the client.")
        var name: String?
        @Option(
            name: .customLong("scope"), parsing: .singleValue,
            help: ArgumentHelp("A scope it may have from now on, instead of those it had; can be repeated."))
        var scopes: [String] = []
        @Option(help: ArgumentHelp("Lifetime of its tokens, 60 to 86400 s.", valueName: "seconds"))
        var tokenLifetime: Int?
        @OptionGroup var settings: ClientSettingsOptions
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard name != nil || !scopes.isEmpty || tokenLifetime != nil || !settings.isEmpty else {
                throw ValidationError("What is to change? Give --name, --scope, --token-lifetime or another option.")
            }
        }

        func change(_ workspace: Workspace) async throws -> Report {
            .record(
                try await workspace.change(
                    UpdateClient(
                        client: clientID, name: name, scopes: scopes.isEmpty ? nil : scopes,
                        tokenLifetimeSeconds: tokenLifetime,
                        settings: try await settings.change(workspace.surroundings))
                ).document)
        }
    }

    struct Suspend: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop a client for now; all its tokens stop working.")

        @Argument(help: "The Client ID.")
        var clientID: String
        @OptionGroup var data: DataOptions

        func change(_ workspace: Workspace) async throws -> Report {
            .record(try await workspace.change(SetClientStatus(client: clientID, status: .suspended)).document)
        }
    }

    struct Resume: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a suspended client go on; it fetches itself further tokens.")

        @Argument(help: "The Client ID.")
        var clientID: String
        @OptionGroup var data: DataOptions

        func change(_ workspace: Workspace) async throws -> Report {
            .record(try await workspace.change(SetClientStatus(client: clientID, status: .active)).document)
        }
    }

    struct RevokeTokens: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revoke all tokens of a client at once; it goes on and fetches itself further ones.")

        @Argument(help: "The Client ID.")
        var clientID: String
        @OptionGroup var data: DataOptions

        func change(_ workspace: Workspace) async throws -> Report {
            .record(try await workspace.change(RevokeClientTokens(client: clientID)).document)
        }
    }

    struct Delete: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete a client for good; all its tokens stop working.")

        @Argument(help: "The Client ID.")
        var clientID: String
        @OptionGroup var data: DataOptions

        func change(_ workspace: Workspace) async throws -> Report {
            .record(try await workspace.change(SetClientStatus(client: clientID, status: .deleted)).document)
        }
    }
}
