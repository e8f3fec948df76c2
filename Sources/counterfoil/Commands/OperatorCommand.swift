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

    struct Create: AdminCommand {
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

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(
                try await admin.call(
                    "createOperator",
                    body: [
                        "operator": .text(name), "display_name": displayName.map(JSONDocument.text),
                        "role": .text(role.rawValue),
                    ]))
        }
    }

    struct List: AdminCommand {
        static let configuration = CommandConfiguration(abstract: "List the operators.")

        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .list(
                try await admin.list("listOperators"),
                columns: ["operator", .flexible("display_name"), "role", "status", "last_signed_in_at"],
                empty: "There are no operators. `counterfoil operator create NAME --role administrator` makes one.")
        }
    }

    struct Show: AdminCommand {
        static let configuration = CommandConfiguration(abstract: "Show an operator.")

        @Argument(help: "The operator's name.")
        var name: String
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(try await admin.call("getOperator", path: ["operator": name]))
        }
    }

    struct Update: AdminCommand {
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

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(
                try await admin.call(
                    "updateOperator", path: ["operator": name],
                    body: [
                        "display_name": displayName.map(JSONDocument.text),
                        "role": role.map { .text($0.rawValue) },
                    ]))
        }
    }

    struct Suspend: AdminCommand {
        static let configuration = CommandConfiguration(abstract: "Keep an operator out, and end all their sessions.")

        @Argument(help: "The operator's name.")
        var name: String
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(try await admin.call("suspendOperator", path: ["operator": name]))
        }
    }

    struct Resume: AdminCommand {
        static let configuration = CommandConfiguration(abstract: "Let a suspended operator sign in again.")

        @Argument(help: "The operator's name.")
        var name: String
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(try await admin.call("resumeOperator", path: ["operator": name]))
        }
    }

    struct Delete: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete an operator. The journal keeps what they did.")

        @Argument(help: "The operator's name.")
        var name: String
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(try await admin.call("deleteOperator", path: ["operator": name]))
        }
    }

    struct Sessions: AdminCommand {
        static let configuration = CommandConfiguration(abstract: "List where an operator is signed in.")

        @Argument(help: "The operator's name.")
        var name: String
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .list(
                try await admin.list("listOperatorSessions", path: ["operator": name]),
                columns: ["session", "remote_address", "created_at", "last_used_at", "expires_at"],
                empty: "The operator is signed in nowhere.")
        }
    }

    struct RevokeSessions: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "End an operator's sessions at once: all of them, or one.")

        @Argument(help: "The operator's name.")
        var name: String
        @Option(help: ArgumentHelp("The one to end; `operator sessions` shows them.", valueName: "id"))
        var session: String?
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            let path = ["operator": name]
            guard let session else { return .record(try await admin.call("endOperatorSessions", path: path)) }
            return .record(
                try await admin.call("endOperatorSession", path: ["operator": name, "session": session]))
        }
    }

    struct Link: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a link that signs an operator in to the console: once, within 15 minutes.",
            discussion: "Earlier links of the operator stop working. Example: counterfoil operator link ada")

        @Argument(help: "The operator's name.")
        var name: String
        @Option(
            help: ArgumentHelp(
                "Where browsers reach the private listener. (default: the server's address, or "
                    + "\(AdminLimits.usualOrigin))", valueName: "url"))
        var console: String?
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard let console else { return }
            guard ["http://", "https://"].contains(where: console.hasPrefix), !console.contains("#") else {
                throw ValidationError(
                    "The console's address starts with http:// or https://, such as \(AdminLimits.usualOrigin).")
            }
        }

        func report(_ admin: AdminCaller) async throws -> Report {
            let made = try await admin.call("createSignInLink", path: ["operator": name])
            let document = console.map { made.reached(at: $0) } ?? made
            return Report(
                document,
                [
                    .record(document),
                    .sentence("Whoever opens the link first is signed in. Hand it to that person only."),
                ])
        }
    }
}

extension JSONDocument {
    /// A sign-in link whose console stands at another address.
    fileprivate func reached(at console: String) -> JSONDocument {
        let origin = console.hasSuffix("/") ? String(console.dropLast()) : console
        return .object(
            members.map { member in
                guard member.name == "sign_in_link", let link = member.value.textValue,
                    let path = link.firstRange(of: "/console/")
                else { return member }
                return Member(member.name, .text(origin + link[path.lowerBound...]))
            })
    }
}
