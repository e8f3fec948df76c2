import Administration
import ArgumentParser
import Registry

/// `counterfoil resource …`
struct ResourceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resource", abstract: "Protected APIs, each with scopes and tokens of its own.",
        subcommands: [Create.self, List.self, Show.self, Update.self, Delete.self])

    struct Create: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create a protected API in one environment of a tenant.",
            discussion: """
                Its scopes are made with `counterfoil scope create --resource`.

                Example: counterfoil resource create https://billing.acme.example/ --tenant acme \
                --environment production --name Billing --token-format ES256
                """)

        @Argument(help: "Its identifier, the `aud` of its tokens: an absolute URI without a fragment.")
        var identifier: String
        @OptionGroup var choice: RealmCommand.Choice
        @Option(help: ArgumentHelp("What people call it.", valueName: "text"))
        var name: String
        @Option(help: "The form of its tokens, for clients that have no form of their own.")
        var tokenFormat = TokenFormat.sealed
        @OptionGroup var data: DataOptions

        func change(_ workspace: Workspace) async throws -> Report {
            .record(
                try await workspace.change(
                    CreateResource(
                        realm: try choice.realm(), identifier: identifier, name: name, tokenFormat: tokenFormat)
                ).document)
        }
    }

    struct List: RegistryQueryCommand {
        static let configuration = CommandConfiguration(abstract: "List the protected APIs of a tenant.")

        @OptionGroup var realms: RealmFilter
        @OptionGroup var data: DataOptions

        func report(_ workspace: Workspace) async throws -> Report {
            .list(
                try await realms.documents(workspace) { registry, realm in
                    try registry.listResources(realm).map(\.document)
                },
                columns: ["resource", "environment", .flexible("name"), "token_format"],
                empty: "There are no resources.")
        }
    }

    struct Show: RegistryQueryCommand {
        static let configuration = CommandConfiguration(abstract: "Show a protected API and its scopes.")

        @Argument(help: "Its identifier, or external.")
        var identifier: String
        @OptionGroup var choice: RealmCommand.Choice
        @OptionGroup var data: DataOptions

        func report(_ workspace: Workspace) async throws -> Report {
            .record(
                try await workspace.read { [identifier, choice] registry in
                    let realm = try choice.realm()
                    _ = try registry.requireTenant(realm.tenant)
                    let resource = try registry.requireResource(identifier, in: realm)
                    let scopes = try registry.listScopes(realm).filter { $0.resource == resource.identifier }
                    return resource.document.adding([
                        JSONDocument.Member("scopes", .texts(scopes.map(\.name.text)))
                    ])
                })
        }
    }

    struct Update: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change the name or the token format of a protected API; tokens that are out stay good.",
            discussion: """
                Example: counterfoil resource update external --tenant acme --environment production \
                --token-format ES256
                """)

        @Argument(help: "Its identifier, or external.")
        var identifier: String
        @OptionGroup var choice: RealmCommand.Choice
        @Option(help: ArgumentHelp("What people call it.", valueName: "text"))
        var name: String?
        @Option(help: "The form of its tokens, for clients that have no form of their own.")
        var tokenFormat: TokenFormat?
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard name != nil || tokenFormat != nil else {
                throw ValidationError("What is to change? Give --name or --token-format.")
            }
        }

        func change(_ workspace: Workspace) async throws -> Report {
            .record(
                try await workspace.change(
                    UpdateResource(
                        realm: try choice.realm(), resource: identifier, name: name, tokenFormat: tokenFormat)
                ).document)
        }
    }

    struct Delete: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete a protected API that has no scopes and for which no tokens were issued.")

        @Argument(help: "Its identifier.")
        var identifier: String
        @OptionGroup var choice: RealmCommand.Choice
        @OptionGroup var data: DataOptions

        func change(_ workspace: Workspace) async throws -> Report {
            .record(
                try await workspace.change(DeleteResource(realm: try choice.realm(), resource: identifier)).document)
        }
    }
}

extension TokenFormat: ExpressibleByArgument {}
