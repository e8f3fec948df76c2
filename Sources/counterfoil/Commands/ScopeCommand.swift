import Administration
import ArgumentParser
import Registry

/// `counterfoil scope …`
struct ScopeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scope", abstract: "What clients can be allowed.",
        subcommands: [Create.self, List.self, Show.self, Update.self, Delete.self])

    struct Create: AdminCommand {
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

        func report(_ admin: AdminCaller) async throws -> Report {
            .list(
                try await admin.call(
                    "createScope", path: ["tenant": tenant],
                    body: [
                        "scope": .text(name), "description": .text(description), "resource": .text(resource),
                        "environment": environment.map { .text($0.rawValue) },
                    ])["items"]?.items ?? [],
                columns: ScopeCommand.columns, empty: "There are no scopes.")
        }
    }

    struct List: AdminCommand {
        static let configuration = CommandConfiguration(abstract: "List the scopes of a tenant.")

        @OptionGroup var realms: RealmFilter
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .list(
                try await admin.list("listScopes", path: realms.path, query: ["environment": realms.word]),
                columns: ScopeCommand.columns, empty: "There are no scopes.")
        }
    }

    struct Show: AdminCommand {
        static let configuration = CommandConfiguration(abstract: "Show a scope in each environment that has it.")

        @OptionGroup var choice: Choice
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .list(
                try await admin.list("getScope", path: choice.path, query: ["environment": choice.word]),
                columns: ScopeCommand.columns, empty: "There are no scopes.")
        }
    }

    struct Update: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change the description of a scope.",
            discussion:
                "Example: counterfoil scope update billing --tenant acme --description \"Read and pay invoices\"")

        @OptionGroup var choice: Choice
        @Option(help: ArgumentHelp("What it opens, for people.", valueName: "text"))
        var description: String
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .list(
                try await admin.call(
                    "updateScope", path: choice.path, query: ["environment": choice.word],
                    body: ["description": .text(description)])["items"]?.items ?? [],
                columns: ScopeCommand.columns, empty: "There are no scopes.")
        }
    }

    struct Delete: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete a scope that no subscription has; tokens that carry it keep it until they expire.")

        @OptionGroup var choice: Choice
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .list(
                try await admin.call("deleteScope", path: choice.path, query: ["environment": choice.word])["items"]?
                    .items ?? [],
                columns: ScopeCommand.columns, empty: "There are no scopes.")
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

        /// The segments of a path that name it.
        var path: [String: String] { ["tenant": tenant, "scope": name] }
        /// The word for the environment.
        var word: String? { environment?.rawValue }
    }

    private static let columns: [Table.Column] = ["scope", "environment", .flexible("description"), "resource"]
}
