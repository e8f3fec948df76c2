import Administration
import ArgumentParser
import Registry

/// `counterfoil operator …`
struct OperatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "operator", abstract: "The people who administer this server, and their way into the console.",
        subcommands: [
            Create.self, List.self, Show.self, Update.self, Suspend.self, Resume.self, Delete.self, Link.self,
            Sessions.self, RevokeSessions.self,
        ])

    struct Create: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create an operator.",
            discussion: "Example: counterfoil operator create ada --display-name 'Ada Lovelace' --role support")

        @Argument(help: "The name, as the journal will have it; it never changes.")
        var name: String
        @Option(help: ArgumentHelp("What people call the person.", valueName: "name"))
        var displayName: String?
        @Option(help: "viewer looks, support helps partners with secrets besides, administrator may do everything.")
        var role: OperatorRole
        @OptionGroup var data: DataOptions

        /// So that the first administrator can have a name of their own before the server's first start.
        static let makesData = true

        func change(_ workspace: Workspace) async throws -> Report {
            .record(
                try await workspace.change(CreateOperator(name: name, displayName: displayName, role: role)).document)
        }
    }

    struct List: RegistryQueryCommand {
        static let configuration = CommandConfiguration(abstract: "List the operators.")

        @OptionGroup var data: DataOptions

        func report(_ workspace: Workspace) async throws -> Report {
            .list(
                try await workspace.read { registry in try registry.listOperators().map(\.document) },
                columns: ["operator", .flexible("display_name"), "role", "status", "last_signed_in_at"],
                empty: "There are no operators. `counterfoil operator create NAME --role administrator` makes one.")
        }
    }

    struct Show: RegistryQueryCommand {
        static let configuration = CommandConfiguration(abstract: "Show an operator.")

        @Argument(help: "The operator's name.")
        var name: String
        @OptionGroup var data: DataOptions

        func report(_ workspace: Workspace) async throws -> Report {
            .record(
                try await workspace.read { [name] registry in
                    try registry.requireOperator(try OperatorName(name)).document
                })
        }
    }

    struct Update: RegistryChangeCommand {
        static let configuration = CommandConfiguration(abstract: "Change what an operator is called, or may do.")

        @Argument(help: "The operator's name.")
        var name: String
        @Option(help: ArgumentHelp("What people call the person.", valueName: "name"))
        var displayName: String?
        @Option(help: "What they may do, from the next request on.")
        var role: OperatorRole?
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard displayName != nil || role != nil else {
                throw ValidationError("Nothing to change. Give --display-name or --role.")
            }
        }

        func change(_ workspace: Workspace) async throws -> Report {
            .record(
                try await workspace.change(UpdateOperator(name: name, displayName: displayName, role: role)).document)
        }
    }

    struct Suspend: RegistryChangeCommand {
        static let configuration = CommandConfiguration(abstract: "Keep an operator out, and end all their sessions.")

        @Argument(help: "The operator's name.")
        var name: String
        @OptionGroup var data: DataOptions

        func change(_ workspace: Workspace) async throws -> Report {
            .record(try await workspace.change(SetOperatorStatus(name: name, status: .suspended)).document)
        }
    }

    struct Resume: RegistryChangeCommand {
        static let configuration = CommandConfiguration(abstract: "Let a suspended operator sign in again.")

        @Argument(help: "The operator's name.")
        var name: String
        @OptionGroup var data: DataOptions

        func change(_ workspace: Workspace) async throws -> Report {
            .record(try await workspace.change(SetOperatorStatus(name: name, status: .active)).document)
        }
    }

    struct Delete: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete an operator. The journal keeps what they did.")

        @Argument(help: "The operator's name.")
        var name: String
        @OptionGroup var data: DataOptions

        func change(_ workspace: Workspace) async throws -> Report {
            .record(try await workspace.change(DeleteOperator(name: name)).document)
        }
    }

    struct Sessions: RegistryQueryCommand {
        static let configuration = CommandConfiguration(abstract: "List where an operator is signed in.")

        @Argument(help: "The operator's name.")
        var name: String
        @OptionGroup var data: DataOptions

        func report(_ workspace: Workspace) async throws -> Report {
            let now = workspace.now()
            return .list(
                try await workspace.read { [name] registry in
                    let person = try registry.requireOperator(try OperatorName(name))
                    return try registry.listSessions(of: person.name, at: now).map(\.document)
                },
                columns: ["session", "remote_address", "created_at", "last_used_at", "expires_at"],
                empty: "The operator is signed in nowhere.")
        }
    }

    struct RevokeSessions: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "End an operator's sessions at once: all of them, or one.")

        @Argument(help: "The operator's name.")
        var name: String
        @Option(help: ArgumentHelp("The one to end; `operator sessions` shows them.", valueName: "id"))
        var session: String?
        @OptionGroup var data: DataOptions

        func change(_ workspace: Workspace) async throws -> Report {
            .record(try await workspace.change(EndSessions(name: name, session: session)).document)
        }
    }

    struct Link: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a link that signs an operator in to the console: once, within 15 minutes.",
            discussion: "Earlier links of the operator stop working. Example: counterfoil operator link ada")

        @Argument(help: "The operator's name.")
        var name: String
        @Option(help: ArgumentHelp("Where browsers reach the private listener.", valueName: "url"))
        var console = AdminLimits.usualOrigin
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard ["http://", "https://"].contains(where: console.hasPrefix), !console.contains("#") else {
                throw ValidationError(
                    "The console's address starts with http:// or https://, such as \(AdminLimits.usualOrigin).")
            }
        }

        func change(_ workspace: Workspace) async throws -> Report {
            let origin = console.hasSuffix("/") ? String(console.dropLast()) : console
            let document = try await workspace.change(CreateSignInLink(name: name)).document(origin: origin)
            return Report(
                document,
                [
                    .record(document),
                    .sentence("Whoever opens the link first is signed in. Hand it to that person only."),
                ])
        }
    }
}
