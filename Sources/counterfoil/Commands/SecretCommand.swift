import Administration
import ArgumentParser
import Registry
import Timekeeping

/// `counterfoil secret …`
struct SecretCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secret", abstract: "Client secrets; a client can have several that work at the same time.",
        discussion: """
            To change a partner's secret: create a second one and give it to the partner; when the last use of the \
            first one stands still, revoke that.
            """,
        subcommands: [Create.self, List.self, Revoke.self, Expire.self])

    /// The columns of a list of secrets.
    static let columns: [Table.Column] = [
        "secret_id", "hint", "state", "created_at", "expires_at", "last_used_at",
    ]

    struct Create: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create a further secret for a client. It is printed this once.",
            discussion: "Example: counterfoil secret create --client CLIENT_ID --expires-in 90d")

        @Option(help: ArgumentHelp("The Client ID.", valueName: "id"))
        var client: String
        @Option(
            help: ArgumentHelp("After what time it stops working, such as 90d.", valueName: "span"),
            transform: TimeSpan.init(text:))
        var expiresIn: TimeSpan?
        @Option(
            help: ArgumentHelp("When it stops working, such as 2030-12-31T00:00:00Z.", valueName: "time"),
            transform: Moment.read)
        var expiresAt: Timestamp?
        @Option(
            help: ArgumentHelp("When it begins to work. (default: at once)", valueName: "time"),
            transform: Moment.read)
        var notBefore: Timestamp?
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard expiresIn == nil || expiresAt == nil else {
                throw ValidationError("Give --expires-in or --expires-at, not both.")
            }
        }

        func change(_ workspace: Workspace) async throws -> Report {
            let created = try await workspace.change { now in
                CreateSecret(
                    client: client, notBefore: notBefore,
                    expiresAt: expiresAt ?? expiresIn.map { (notBefore ?? now).adding(seconds: $0.seconds) })
            }
            return Report(created.document, [.record(created.document), .storeSecretNow])
        }
    }

    struct List: RegistryQueryCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the secrets of a client: their beginnings and times, never the secrets.")

        @Option(help: ArgumentHelp("The Client ID.", valueName: "id"))
        var client: String
        @OptionGroup var data: DataOptions

        func report(_ workspace: Workspace) async throws -> Report {
            let now = workspace.now()
            return .list(
                try await workspace.read { [client] registry in
                    try registry.listSecrets(registry.requireClient(client).id).map { $0.document(at: now) }
                },
                columns: SecretCommand.columns,
                empty: "The client has no secrets. `counterfoil secret create --client \(client)` makes one.")
        }
    }

    struct Revoke: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop a secret at once. Tokens got with it stay good until they expire.",
            discussion: "To stop the tokens too, suspend the client and resume it.")

        @Argument(help: "The secret's identifier, which starts with sec_; `secret list` shows it.")
        var secretID: String
        @OptionGroup var data: DataOptions

        func change(_ workspace: Workspace) async throws -> Report {
            .record(try await workspace.change(RevokeSecret(id: secretID)).document(at: workspace.now()))
        }
    }

    struct Expire: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set when a secret stops working: now, unless a time is given.",
            discussion: "Example: counterfoil secret expire SECRET_ID --in 14d")

        @Argument(help: "The secret's identifier, which starts with sec_; `secret list` shows it.")
        var secretID: String
        @Option(help: ArgumentHelp("When it stops working.", valueName: "time"), transform: Moment.read)
        var at: Timestamp?
        @Option(
            name: .customLong("in"), help: ArgumentHelp("After what time it stops working.", valueName: "span"),
            transform: TimeSpan.init(text:))
        var after: TimeSpan?
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard at == nil || after == nil else { throw ValidationError("Give --at or --in, not both.") }
        }

        func change(_ workspace: Workspace) async throws -> Report {
            let secret = try await workspace.change { now in
                SetSecretExpiry(id: secretID, expiresAt: at ?? now.adding(seconds: after?.seconds ?? 0))
            }
            return .record(secret.document(at: workspace.now()))
        }
    }
}
