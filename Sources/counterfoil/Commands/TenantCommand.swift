import Administration
import ArgumentParser

/// `counterfoil tenant …`
struct TenantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenant", abstract: "Customers of the operator; each has a production and a sandbox.",
        subcommands: [
            Create.self, List.self, Show.self, Update.self, HostNameCommand.self, Suspend.self, Resume.self, End.self,
        ])

    struct Create: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create a tenant with both realms, their keys, the External API and the scope “external”.",
            discussion: "Example: counterfoil tenant create acme --data /var/lib/counterfoil")
        static let makesData = true

        @Argument(help: "The name: lower-case letters, digits and hyphens. It becomes part of the host names.")
        var name: String
        @Option(help: ArgumentHelp("What people call the tenant.", valueName: "name"))
        var displayName: String?
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(
                try await admin.call(
                    "createTenant", body: ["tenant": .text(name), "display_name": displayName.map(JSONDocument.text)]))
        }
    }

    struct List: AdminCommand {
        static let configuration = CommandConfiguration(abstract: "List the tenants.")

        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .list(
                try await admin.list("listTenants"),
                columns: ["tenant", .flexible("display_name"), "status", "created_at"],
                empty: "There are no tenants. `counterfoil tenant create NAME` makes one.")
        }
    }

    struct Show: AdminCommand {
        static let configuration = CommandConfiguration(abstract: "Show a tenant.")

        @Argument(help: "The tenant's name.")
        var name: String
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(try await admin.call("getTenant", path: ["tenant": name]))
        }
    }

    struct Suspend: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop a tenant: its clients get no tokens, and all its tokens die for good.")

        @Argument(help: "The tenant's name.")
        var name: String
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(try await admin.call("suspendTenant", path: ["tenant": name]))
        }
    }

    struct Resume: AdminCommand {
        static let configuration = CommandConfiguration(abstract: "Let a suspended tenant go on.")

        @Argument(help: "The tenant's name.")
        var name: String
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(try await admin.call("resumeTenant", path: ["tenant": name]))
        }
    }
}
