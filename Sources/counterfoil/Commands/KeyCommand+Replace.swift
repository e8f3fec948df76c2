import Administration
import ArgumentParser
import Cryptography
import Registry
import Tokens

extension KeyCommand {
    struct Replace: RegistryChangeCommand {
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

        func change(_ workspace: Workspace) async throws -> Report {
            let realm = try choice.realm()
            let held = try await workspace.read { registry in
                _ = try registry.requireTenant(realm.tenant)
                return try registry.listKeys(realm).filter { $0.state != .destroyed }.map(\.use)
            }
            if !yes {
                let affected = use.map { "tokens made with its \($0.rawValue) keys" } ?? "tokens"
                try await workspace.surroundings.requireTyped(
                    realm.description, warning: "This ends all \(affected) of \(realm) at once, and cannot be undone.")
            }
            let uses = use.map { [$0] } ?? KeyUse.allCases
            var fresh: [FreshKey] = []
            // What the realm does not use yet, it gets when it needs it.
            for use in use.map({ [$0] }) ?? KeyUse.allCases.filter(held.contains) {
                fresh.append(try await FreshKey.makeAside(use, random: workspace.surroundings.random))
            }
            let made = try await workspace.change(
                ReplaceKeys(realm: realm, uses: uses, fresh: fresh, reason: reason))
            return .list(made.map(\.document), columns: KeyCommand.columns, empty: "There was no key to replace.")
        }
    }
}
