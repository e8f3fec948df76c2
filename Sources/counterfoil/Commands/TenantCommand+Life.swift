import Administration
import ArgumentParser
import Registry

extension TenantCommand {
    struct Update: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change what people call a tenant.",
            discussion: "Example: counterfoil tenant update acme --display-name \"Acme Medical\"")

        @Argument(help: "The tenant's name.")
        var name: String
        @Option(help: ArgumentHelp("What people call the tenant.", valueName: "name"))
        var displayName: String
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(
                try await admin.call(
                    "updateTenant", path: ["tenant": name], body: ["display_name": .text(displayName)]))
        }
    }

    struct End: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a tenant's life for good: copy its journal, end its subscriptions, destroy its keys.",
            discussion: """
                What the journal has of the tenant is first copied to a file in the server's data directory, one entry \
                a line. Then its subscriptions end, its host names are free, and its keys are destroyed: no token \
                of it is ever made or opened again. Its records of the External API stay. The name stays taken.

                Example: counterfoil tenant end acme
                """)

        @Argument(help: "The tenant's name.")
        var name: String
        @Flag(help: "Do not have the name typed first.")
        var yes = false
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            // Asked first, so that nobody types the name of what does not exist.
            _ = try await admin.call("getTenant", path: ["tenant": name])
            if !yes {
                try await admin.surroundings.requireTyped(
                    name, warning: "This ends the tenant \(name) with all its subscriptions, and cannot be undone.")
            }
            return .record(
                try await admin.call("endTenant", path: ["tenant": name], body: ["confirm": .text(name)]))
        }
    }
}

/// `counterfoil tenant host-name …`
struct HostNameCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "host-name", abstract: "Host names of a tenant beside those made of its name.",
        subcommands: [Add.self, List.self, Remove.self])

    struct Add: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give an environment of a tenant a further host name.",
            discussion: """
                The name must lead to the server, and its certificate must hold for it. Tokens tell the host name that \
                they were asked for at as their issuer.

                Example: counterfoil tenant host-name add api.acme.example --tenant acme --environment production
                """)

        @Argument(help: "The name, without a scheme and a port.")
        var hostName: String
        @OptionGroup var choice: RealmCommand.Choice
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(
                try await admin.call(
                    "addHostName", path: ["tenant": choice.tenant],
                    body: ["host_name": .text(hostName), "environment": .text(choice.environment.rawValue)]))
        }
    }

    struct List: AdminCommand {
        static let configuration = CommandConfiguration(abstract: "List the further host names of a tenant.")

        @Option(help: ArgumentHelp("The tenant.", valueName: "name"))
        var tenant: String
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .list(
                try await admin.list("listHostNames", path: ["tenant": tenant]),
                columns: ["host_name", "environment"],
                empty: "There are none. `counterfoil tenant host-name add NAME` adds one.")
        }
    }

    struct Remove: AdminCommand {
        static let configuration = CommandConfiguration(abstract: "Take a further host name away.")

        @Argument(help: "The name.")
        var hostName: String
        @Option(help: ArgumentHelp("The tenant.", valueName: "name"))
        var tenant: String
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(
                try await admin.call("removeHostName", path: ["tenant": tenant, "host_name": hostName]))
        }
    }
}
