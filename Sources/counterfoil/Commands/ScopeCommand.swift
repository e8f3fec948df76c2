import Administration
import ArgumentParser
import Registry

/// `counterfoil scope …`
struct ScopeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scope", abstract: "What clients can be allowed.",
        subcommands: [Create.self, List.self, Show.self, Update.self, Delete.self])

    struct Create: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create a scope in both environments of a tenant, or in one.",
            discussion: """
                A name is compared as a whole, case included, and has no wildcards: system/*.rs opens what is called \
                system/*.rs, and nothing else.

                Example: counterfoil scope create invoices:read --tenant acme --description "Read invoices"
                """)

        @Argument(help: "The name that clients ask for.")
        var name: String
        @Option(help: ArgumentHelp("The tenant.", valueName: "name"))
        var tenant: String
        @Option(help: ArgumentHelp("What it opens, for people.", valueName: "text"))
        var description: String
        @Option(
            help: ArgumentHelp("The API it belongs to: external, or an identifier that `resource list` shows."))
        var resource = Scope.external
        @Option(help: ArgumentHelp("Only in this environment."))
        var environment: RealmEnvironment?
        @OptionGroup var data: DataOptions

        func change(_ workspace: Workspace) async throws -> Report {
            let scopes = try await workspace.change(
                CreateScope(
                    tenant: tenant, name: name, description: description, resource: resource, environment: environment))
            return .list(scopes.map(\.document), columns: ScopeCommand.columns, empty: "")
        }
    }

    struct List: RegistryQueryCommand {
        static let configuration = CommandConfiguration(abstract: "List the scopes of a tenant.")

        @OptionGroup var realms: RealmFilter
        @OptionGroup var data: DataOptions

        func report(_ workspace: Workspace) async throws -> Report {
            .list(
                try await realms.documents(workspace) { registry, realm in
                    try registry.listScopes(realm).map(\.document)
                },
                columns: ScopeCommand.columns, empty: "There are no scopes.")
        }
    }

    struct Show: RegistryQueryCommand {
        static let configuration = CommandConfiguration(abstract: "Show a scope in each environment that has it.")

        @OptionGroup var choice: Choice
        @OptionGroup var data: DataOptions

        func report(_ workspace: Workspace) async throws -> Report {
            .list(
                try await workspace.read { [choice] registry in
                    try registry.requireScope(choice.name, tenant: choice.tenant, environment: choice.environment)
                        .map(\.document)
                },
                columns: ScopeCommand.columns, empty: "")
        }
    }

    struct Update: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change the description of a scope.",
            discussion:
                "Example: counterfoil scope update billing --tenant acme --description \"Read and pay invoices\"")

        @OptionGroup var choice: Choice
        @Option(help: ArgumentHelp("What it opens, for people.", valueName: "text"))
        var description: String
        @OptionGroup var data: DataOptions

        func change(_ workspace: Workspace) async throws -> Report {
            let scopes = try await workspace.change(
                UpdateScope(
                    tenant: choice.tenant, name: choice.name, description: description,
                    environment: choice.environment))
            return .list(scopes.map(\.document), columns: ScopeCommand.columns, empty: "")
        }
    }

    struct Delete: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete a scope that no subscription has; tokens that carry it keep it until they expire.")

        @OptionGroup var choice: Choice
        @OptionGroup var data: DataOptions

        func change(_ workspace: Workspace) async throws -> Report {
            let scopes = try await workspace.change(
                DeleteScope(tenant: choice.tenant, name: choice.name, environment: choice.environment))
            return .list(scopes.map(\.document), columns: ScopeCommand.columns, empty: "")
        }
    }

    /// Which scope.
    struct Choice: ParsableArguments {
        @Argument(help: "The name that clients ask for.")
        var name: String
        @Option(help: ArgumentHelp("The tenant.", valueName: "name"))
        var tenant: String
        @Option(help: ArgumentHelp("Only in this environment."))
        var environment: RealmEnvironment?
    }

    private static let columns: [Table.Column] = ["scope", "environment", .flexible("description"), "resource"]
}
