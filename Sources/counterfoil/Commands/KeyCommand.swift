import Administration
import ArgumentParser
import Cryptography
import Registry
import Tokens

/// `counterfoil key …`
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "The keys that tokens are made with.",
        subcommands: [List.self, Rotate.self, Replace.self])

    struct List: RegistryQueryCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the keys of a tenant: their names and times, never the keys.")

        @OptionGroup var realms: RealmFilter
        @Option(help: ArgumentHelp("Only those of this use."))
        var use: KeyUse?
        @OptionGroup var data: DataOptions

        func report(_ workspace: Workspace) async throws -> Report {
            .list(
                try await realms.documents(workspace) { [use] registry, realm in
                    try registry.listKeys(realm).filter { use == nil || $0.use == use }.map(\.document)
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

                A key that signs must be in the JWK set for as long as others may keep that set. The command puts it \
                there, and a running server uses it from the time that its setting key-publish-ahead-seconds says. \
                With --now it is used at once: resource servers that keep the set may refuse tokens until they fetch \
                it again. For a stolen key use `counterfoil key replace`.

                Example: counterfoil key rotate --tenant acme --environment production --use sign-es256
                """)

        @Option(help: ArgumentHelp("The tenant.", valueName: "name"))
        var tenant: String
        @Option(help: ArgumentHelp("Only in this environment."))
        var environment: RealmEnvironment?
        @Option(help: ArgumentHelp("The use of the key."))
        var use = KeyUse.sealedToken
        @Flag(help: "Use a key that signs at once, although others may not have it in their JWK set yet.")
        var now = false
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
            var fresh: [(realm: RealmIdentifier, key: String)] = []
            for realm in realms {
                // First, because a ring has room for few keys.
                _ = try await workspace.change(DestroyExpiredKeys(realm: realm))
                fresh.append((realm, try await freshKey(of: realm, workspace)))
            }
            if use == .sealedToken || now {
                try await activate(fresh, workspace)
            }
            let identifiers = Set(fresh.map(\.key))
            return .list(
                try await workspace.read { registry in
                    try realms.flatMap { try registry.listKeys($0) }
                        .filter { identifiers.contains($0.identifier) }.map(\.document)
                },
                columns: KeyCommand.columns, empty: "No key was made.")
        }

        /// Activates those that are staged, when running servers have had time to learn of them.
        private func activate(_ fresh: [(realm: RealmIdentifier, key: String)], _ workspace: Workspace) async throws {
            if try workspace.isServed() { try await Task.sleep(for: .seconds(wait)) }
            for (realm, key) in fresh {
                let isStaged = try await workspace.read { registry in
                    try registry.listKeys(realm).contains { $0.identifier == key && $0.state == .staged }
                }
                if isStaged { _ = try await workspace.change(ActivateKey(realm: realm, identifier: key)) }
            }
        }

        /// A fresh key, or the one that a rotation left behind which was interrupted while it waited. The first key of
        /// its use is active at once: nobody has anything that another one signed.
        private func freshKey(of realm: RealmIdentifier, _ workspace: Workspace) async throws -> String {
            let ring = try await workspace.read { [use] registry in
                try registry.listKeys(realm).filter { $0.use == use && $0.state != .destroyed }
            }
            if let left = ring.last(where: { $0.state == .staged }) { return left.identifier }
            let key = try await FreshKey.makeAside(use, random: workspace.surroundings.random)
            guard ring.isEmpty else {
                return try await workspace.change(StageKey(realm: realm, key: key)).identifier
            }
            return try await workspace.change(CreateFirstKey(realm: realm, key: key)).identifier
        }
    }

    static let columns: [Table.Column] = [
        "key_id", "environment", "use", "state", "created_at", "activated_at", "retired_at",
    ]
}
