import Administration
import ArgumentParser
import Registry

/// `counterfoil resource …`
struct ResourceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resource", abstract: "Protected APIs, each with scopes and tokens of its own.",
        subcommands: [Create.self, List.self, Show.self, Update.self, Delete.self])

    struct Create: AdminCommand {
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

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(
                try await admin.call(
                    "createResource", path: choice.path,
                    body: [
                        "resource": .text(identifier), "name": .text(name), "token_format": .text(tokenFormat.rawValue),
                    ]))
        }
    }

    struct List: AdminCommand {
        static let configuration = CommandConfiguration(abstract: "List the protected APIs of a tenant.")

        @OptionGroup var realms: RealmFilter
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .list(
                try await admin.list("listResources", path: realms.path, query: ["environment": realms.word]),
                columns: ["resource", "environment", .flexible("name"), "token_format"],
                empty: "There are no resources.")
        }
    }

    struct Show: AdminCommand {
        static let configuration = CommandConfiguration(abstract: "Show a protected API and its scopes.")

        @Argument(help: "Its identifier, or external.")
        var identifier: String
        @OptionGroup var choice: RealmCommand.Choice
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            let resource = try await admin.call("getResource", path: choice.path(of: identifier))
            let scopes = try await admin.list(
                "listScopes", path: ["tenant": choice.tenant], query: ["environment": choice.environment.rawValue])
            let own = scopes.filter { $0["resource"] == resource["resource"] }.compactMap { $0["scope"] }
            return .record(resource.adding([JSONDocument.Member("scopes", .list(own))]))
        }
    }

    struct Update: AdminCommand {
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

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(
                try await admin.call(
                    "updateResource", path: choice.path(of: identifier),
                    body: [
                        "name": name.map(JSONDocument.text), "token_format": tokenFormat.map { .text($0.rawValue) },
                    ]))
        }
    }

    struct Delete: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "Delete a protected API that has no scopes and for which no tokens were issued.")

        @Argument(help: "Its identifier.")
        var identifier: String
        @OptionGroup var choice: RealmCommand.Choice
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(try await admin.call("deleteResource", path: choice.path(of: identifier)))
        }
    }
}

extension RealmCommand.Choice {
    /// The segments of a path that name a resource of the realm.
    fileprivate func path(of resource: String) -> [String: String] {
        path.merging(["resource": resource]) { segment, _ in segment }
    }
}

extension TokenFormat: ExpressibleByArgument {}
