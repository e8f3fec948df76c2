import Administration
import ArgumentParser
import Registry

/// `counterfoil client …`
struct ClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client", abstract: "Partners' programs, each with its Client ID.",
        subcommands: [
            Create.self, List.self, Show.self, Update.self, Suspend.self, Resume.self, RevokeTokens.self, Delete.self,
            Import.self, Export.self,
        ])

    struct Create: AdminCommand {
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

        func report(_ admin: AdminCaller) async throws -> Report {
            let created = try await admin.call(
                "createClient",
                body: [
                    "subscription_id": .text(subscription), "environment": .text(environment.rawValue),
                    "name": name.map(JSONDocument.text), "scopes": .texts(ifAny: scopes),
                    "token_lifetime": tokenLifetime.map { .integer(Int64($0)) },
                ], settings: try await settings.members(admin.surroundings))
            guard created["client_secret"] == .null else {
                return Report(created, [.record(created), .storeSecretNow])
            }
            return .record(
                .object(created.members.filter { !["client_secret", "secret_id"].contains($0.name) }))
        }
    }

    struct List: AdminCommand {
        static let configuration = CommandConfiguration(abstract: "List clients.")

        @Option(help: ArgumentHelp("Only those of this tenant.", valueName: "name"))
        var tenant: String?
        @Option(help: "Only those of this environment.")
        var environment: RealmEnvironment?
        @Option(help: ArgumentHelp("Only those of this subscription.", valueName: "id"))
        var subscription: String?
        @Option(help: ArgumentHelp("Only those with this text in their Client ID or name.", valueName: "text"))
        var search: String?
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .list(
                try await admin.list(
                    "listClients",
                    query: [
                        "tenant": tenant, "environment": environment?.rawValue, "subscription": subscription,
                        "search": search,
                    ]),
                columns: [
                    "client_id", "tenant", "environment", .flexible("name"), .flexible("scopes"),
                    .flexible("introspects"), "status",
                ],
                empty: "There are no such clients. `counterfoil client create` makes one.")
        }
    }

    struct Show: AdminCommand {
        static let configuration = CommandConfiguration(abstract: "Show a client and its secrets.")

        @Argument(help: "The Client ID.")
        var clientID: String
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            let client = try await admin.call("getClient", path: ["client": clientID])
            let secrets = try await admin.list("listSecrets", path: ["client": clientID])
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

    struct Update: AdminCommand {
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

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(
                try await admin.call(
                    "updateClient", path: ["client": clientID],
                    body: [
                        "name": name.map(JSONDocument.text), "scopes": .texts(ifAny: scopes),
                        "token_lifetime": tokenLifetime.map { .integer(Int64($0)) },
                    ], settings: try await settings.members(admin.surroundings)))
        }
    }

    struct Suspend: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop a client for now; all its tokens stop working.")

        @Argument(help: "The Client ID.")
        var clientID: String
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(try await admin.call("suspendClient", path: ["client": clientID]))
        }
    }

    struct Resume: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a suspended client go on; it fetches itself further tokens.")

        @Argument(help: "The Client ID.")
        var clientID: String
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(try await admin.call("resumeClient", path: ["client": clientID]))
        }
    }

    struct RevokeTokens: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revoke all tokens of a client at once; it goes on and fetches itself further ones.")

        @Argument(help: "The Client ID.")
        var clientID: String
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(try await admin.call("revokeClientTokens", path: ["client": clientID]))
        }
    }

    struct Delete: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete a client for good; all its tokens stop working.")

        @Argument(help: "The Client ID.")
        var clientID: String
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(try await admin.call("deleteClient", path: ["client": clientID]))
        }
    }
}
