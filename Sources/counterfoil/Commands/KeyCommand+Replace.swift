import Administration
import ArgumentParser
import Registry

extension KeyCommand {
    struct Replace: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "A key was stolen: destroy all keys of a realm, and with them its tokens, and make new ones.",
            discussion: """
                Every token that was made with one of the old keys is refused within a second, also by a server that \
                runs; clients get new ones with their next request. Resource servers that verify JWTs by the JWK set \
                believe the old keys until they fetch it again, which is within five minutes by our leave.

                Without --use it goes for the keys of every use. For a key that nobody has stolen use `counterfoil \
                key rotate`, which ends no token.

                Example: counterfoil key replace --tenant acme --environment production --reason "backup tape lost"
                """)

        @OptionGroup var choice: RealmCommand.Choice
        @Option(help: ArgumentHelp("Only the keys of this use, and the tokens made with them."))
        var use: KeyUse?
        @Option(help: ArgumentHelp("Why, for the journal.", valueName: "text"))
        var reason = "stolen"
        @Flag(help: "Do not have the realm's name typed first.")
        var yes = false
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            // Asked first, so that nobody types the name of what does not exist.
            _ = try await admin.call("getTenant", path: ["tenant": choice.tenant])
            if !yes {
                let realm = "\(choice.tenant)/\(choice.environment.rawValue)"
                let affected = use.map { "tokens made with its \($0.rawValue) keys" } ?? "tokens"
                try await admin.surroundings.requireTyped(
                    realm, warning: "This ends all \(affected) of \(realm) at once, and cannot be undone.")
            }
            let made = try await admin.call(
                "replaceKeys", path: choice.path,
                body: ["use": use.map { .text($0.rawValue) }, "reason": .text(reason)])
            return .list(
                made["items"]?.items ?? [], columns: KeyCommand.columns, empty: "There was no key to replace.")
        }
    }
}
