import Administration
import ArgumentParser
import Registry

/// `counterfoil key …`
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "The keys that tokens are made with.",
        subcommands: [List.self, Rotate.self, Replace.self])

    struct List: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the keys of a tenant: their names and times, never the keys.")

        @OptionGroup var realms: RealmFilter
        @Option(help: ArgumentHelp("Only those of this use."))
        var use: KeyUse?
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .list(
                try await admin.list(
                    "listKeys", path: realms.path, query: ["environment": realms.word, "use": use?.rawValue]),
                columns: KeyCommand.columns, empty: "There are no keys. `counterfoil key rotate` makes one.")
        }
    }

    struct Rotate: AdminCommand {
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

        func report(_ admin: AdminCaller) async throws -> Report {
            var fresh: [(path: [String: String], key: JSONDocument)] = []
            for environment in environment.map({ [$0] }) ?? RealmEnvironment.allCases {
                let path = ["tenant": tenant, "environment": environment.rawValue]
                let key = try await admin.call("rotateKey", path: path, body: ["use": .text(use.rawValue)])
                fresh.append((path, key))
            }
            if use == .sealedToken || now { try await activate(fresh, admin) }
            let identifiers = fresh.map { $0.key["key_id"] }
            return .list(
                try await admin.list("listKeys", path: ["tenant": tenant]).filter {
                    identifiers.contains($0["key_id"])
                },
                columns: KeyCommand.columns, empty: "No key was made.")
        }

        /// Activates those that are staged, when running servers have had time to learn of them.
        private func activate(_ fresh: [(path: [String: String], key: JSONDocument)], _ admin: AdminCaller) async throws
        {
            if try await admin.transport.isServed() { try await Task.sleep(for: .seconds(wait)) }
            let keys = try await admin.list("listKeys", path: ["tenant": tenant])
            for (path, key) in fresh {
                // A server that runs may have been quicker.
                let isStaged = keys.contains { $0["key_id"] == key["key_id"] && $0["state"] == .text("staged") }
                guard isStaged, let identifier = key["key_id"]?.textValue else { continue }
                _ = try await admin.call(
                    "activateKey", path: path.merging(["key": identifier]) { segment, _ in segment })
            }
        }
    }

    static let columns: [Table.Column] = [
        "key_id", "environment", "use", "state", "created_at", "activated_at", "retired_at",
    ]
}
