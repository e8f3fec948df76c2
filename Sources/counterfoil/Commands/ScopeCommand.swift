import ArgumentParser
import Registry

/// `counterfoil scope …`
struct ScopeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scope", abstract: "What clients can be allowed.", subcommands: [Create.self, List.self])

    struct Create: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create a scope in both environments of a tenant, or in one.",
            discussion: "Example: counterfoil scope create billing --tenant acme --description \"Read invoices\"")

        @Argument(help: "The name that clients ask for.")
        var name: String
        @Option(help: ArgumentHelp("The tenant.", valueName: "name"))
        var tenant: String
        @Option(help: ArgumentHelp("What it opens, for people.", valueName: "text"))
        var description: String
        @Option(help: ArgumentHelp("Only in this environment."))
        var environment: RealmEnvironment?
        @OptionGroup var data: DataOptions

        func change(_ workspace: Workspace) async throws -> Report {
            let scopes = try await workspace.change(
                CreateScope(tenant: tenant, name: name, description: description, environment: environment))
            return .list(scopes.map(\.document), columns: ScopeCommand.columns, empty: "")
        }
    }

    struct List: RegistryQueryCommand {
        static let configuration = CommandConfiguration(abstract: "List the scopes of a tenant.")

        @Option(help: ArgumentHelp("The tenant.", valueName: "name"))
        var tenant: String
        @Option(help: ArgumentHelp("Only those of this environment."))
        var environment: RealmEnvironment?
        @OptionGroup var data: DataOptions

        func report(_ workspace: Workspace) async throws -> Report {
            .list(
                try await workspace.read { [tenant, environment] registry in
                    try registry.requireTenant(try TenantName(tenant)).realms(environment)
                        .flatMap { try registry.listScopes($0).map(\.document) }
                },
                columns: ScopeCommand.columns, empty: "There are no scopes.")
        }
    }

    private static let columns: [Table.Column] = ["scope", "environment", .flexible("description"), "resource"]
}

/// `counterfoil resource …`
struct ResourceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resource", abstract: "Protected APIs.", subcommands: [List.self])

    struct List: RegistryQueryCommand {
        static let configuration = CommandConfiguration(abstract: "List the protected APIs of a tenant.")

        @Option(help: ArgumentHelp("The tenant.", valueName: "name"))
        var tenant: String
        @Option(help: ArgumentHelp("Only those of this environment."))
        var environment: RealmEnvironment?
        @OptionGroup var data: DataOptions

        func report(_ workspace: Workspace) async throws -> Report {
            .list(
                try await workspace.read { [tenant, environment] registry in
                    try registry.requireTenant(try TenantName(tenant)).realms(environment)
                        .flatMap { try registry.listResources($0).map(\.document) }
                },
                columns: ["resource", "environment", .flexible("name")], empty: "There are no resources.")
        }
    }
}
