import ArgumentParser
import Cryptography
import Registry
import Tokens

/// `counterfoil key …`
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "The keys that tokens are made with.", subcommands: [List.self, Rotate.self])

    struct List: RegistryQueryCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the keys of a tenant: their names and times, never the keys.")

        @Option(help: ArgumentHelp("The tenant.", valueName: "name"))
        var tenant: String
        @Option(help: ArgumentHelp("Only those of this environment."))
        var environment: RealmEnvironment?
        @OptionGroup var data: DataOptions

        func report(_ workspace: Workspace) async throws -> Report {
            .list(
                try await workspace.read { [tenant, environment] registry in
                    try registry.requireTenant(try TenantName(tenant)).realms(environment)
                        .flatMap { try registry.listKeys($0).map(\.document) }
                },
                columns: KeyCommand.columns, empty: "There are no keys. `counterfoil key rotate` makes one.")
        }
    }

    struct Rotate: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make tokens with a fresh key from now on; those made with the old one stay good.",
            discussion: """
                The key is put in place first and used after a wait, so that every running server knows it when its \
                first token arrives. Old keys whose last token has expired are destroyed.

                Example: counterfoil key rotate --tenant acme --environment production
                """)

        @Option(help: ArgumentHelp("The tenant.", valueName: "name"))
        var tenant: String
        @Option(help: ArgumentHelp("Only in this environment."))
        var environment: RealmEnvironment?
        @Option(
            help: ArgumentHelp(
                "How long running servers get to learn of the key, 0 to 3600. Not waited for when none runs.",
                valueName: "seconds"))
        var wait = CommandLimits.keyRotationWaitSeconds
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard (0...CommandLimits.keyRotationWaitMaximumSeconds).contains(wait) else {
                throw ValidationError("Give a --wait from 0 to \(CommandLimits.keyRotationWaitMaximumSeconds) seconds.")
            }
        }

        func change(_ workspace: Workspace) async throws -> Report {
            let realms = try await workspace.read { [tenant, environment] registry in
                try registry.requireTenant(try TenantName(tenant)).realms(environment)
            }
            var staged: [(realm: RealmIdentifier, key: String)] = []
            for realm in realms {
                // First, because a ring has room for few keys.
                _ = try await workspace.change(DestroyExpiredKeys(realm: realm))
                staged.append((realm, try await stagedKey(of: realm, workspace)))
            }
            if try workspace.isServed() { try await Task.sleep(for: .seconds(wait)) }
            for (realm, key) in staged {
                _ = try await workspace.change(ActivateKey(realm: realm, identifier: key))
            }
            let identifiers = Set(staged.map(\.key))
            return .list(
                try await workspace.read { registry in
                    try realms.flatMap { try registry.listKeys($0) }
                        .filter { identifiers.contains($0.identifier) }.map(\.document)
                },
                columns: KeyCommand.columns, empty: "No key was made.")
        }

        /// A fresh key, or the one that a rotation left behind which was interrupted while it waited.
        private func stagedKey(of realm: RealmIdentifier, _ workspace: Workspace) async throws -> String {
            let left = try await workspace.read { registry in
                try registry.listKeys(realm).last { $0.state == .staged }
            }
            if let left { return left.identifier }
            return try await workspace.change(StageKey(realm: realm)).identifier
        }
    }

    private static let columns: [Table.Column] = [
        "key_id", "environment", "state", "created_at", "activated_at", "retired_at",
    ]
}
