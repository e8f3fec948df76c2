import Administration
import ArgumentParser
import Registry

/// `counterfoil tenant …`
struct TenantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenant", abstract: "Customers of the operator; each has a production and a sandbox.",
        subcommands: [Create.self, List.self, Show.self, Suspend.self, Resume.self])

    struct Create: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create a tenant with both realms, their keys, the External API and the scope “external”.",
            discussion: "Example: counterfoil tenant create acme --data /var/lib/counterfoil")
        static let makesData = true

        @Argument(help: "The name: lower-case letters, digits and hyphens. It becomes part of the host names.")
        var name: String
        @Option(help: ArgumentHelp("What people call the tenant.", valueName: "name"))
        var displayName: String?
        @OptionGroup var data: DataOptions

        func change(_ workspace: Workspace) async throws -> Report {
            .record(try await workspace.change(CreateTenant(name: name, displayName: displayName)).detailedDocument)
        }
    }

    struct List: RegistryQueryCommand {
        static let configuration = CommandConfiguration(abstract: "List the tenants.")

        @OptionGroup var data: DataOptions

        func report(_ workspace: Workspace) async throws -> Report {
            .list(
                try await workspace.read { registry in try registry.allTenants().map(\.document) },
                columns: ["tenant", .flexible("display_name"), "status", "created_at"],
                empty: "There are no tenants. `counterfoil tenant create NAME` makes one.")
        }
    }

    struct Show: RegistryQueryCommand {
        static let configuration = CommandConfiguration(abstract: "Show a tenant.")

        @Argument(help: "The tenant's name.")
        var name: String
        @OptionGroup var data: DataOptions

        func report(_ workspace: Workspace) async throws -> Report {
            .record(
                try await workspace.read { [name] registry in
                    try registry.requireTenant(try TenantName(name)).detailedDocument
                })
        }
    }

    struct Suspend: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop a tenant: its clients get no tokens, and all its tokens die for good.")

        @Argument(help: "The tenant's name.")
        var name: String
        @OptionGroup var data: DataOptions

        func change(_ workspace: Workspace) async throws -> Report {
            .record(try await workspace.change(SetTenantStatus(name: name, status: .suspended)).document)
        }
    }

    struct Resume: RegistryChangeCommand {
        static let configuration = CommandConfiguration(abstract: "Let a suspended tenant go on.")

        @Argument(help: "The tenant's name.")
        var name: String
        @OptionGroup var data: DataOptions

        func change(_ workspace: Workspace) async throws -> Report {
            .record(try await workspace.change(SetTenantStatus(name: name, status: .active)).document)
        }
    }
}
