import Administration
import ArgumentParser
import Registry
import Timekeeping

/// `counterfoil secret …`
struct SecretCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secret", abstract: "Client secrets; a client can have several that work at the same time.",
        discussion: """
            To change a partner's secret: `secret roll` makes a second one; give it to the partner. `secret list` and \
            `secret superseded` tell whether the first one is still used, and from where; `secret revoke` stops it.
            """,
        subcommands: [
            Create.self, Roll.self, List.self, Revoke.self, Expire.self, Expiring.self, Superseded.self,
        ])

    /// The columns of a list of secrets.
    static let columns: [Table.Column] = [
        "secret_id", "hint", "state", "created_at", "expires_at", "last_used_at", "last_used_from", "succession",
    ]

    struct Create: AdminCommand {
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

        func report(_ admin: AdminCaller) async throws -> Report {
            let now = admin.surroundings.clock.now()
            let end = expiresAt ?? expiresIn.map { (notBefore ?? now).adding(seconds: $0.seconds) }
            let created = try await admin.call(
                "createSecret", path: ["client": client],
                body: [
                    "not_before": notBefore.map(JSONDocument.moment), "expires_at": end.map(JSONDocument.moment),
                ])
            return Report(created, [.record(created), .storeSecretNow])
        }
    }

    struct Roll: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create a secret in the place of those a client has, which go on working for a while.",
            discussion: """
                The secret is printed this once. `secret list` shows whether the old ones are still used, and from \
                where; `secret revoke` stops one before its time.

                Example: counterfoil secret roll --client CLIENT_ID --grace 14d
                """)

        @Option(help: ArgumentHelp("The Client ID.", valueName: "id"))
        var client: String
        @Option(
            help: ArgumentHelp(
                "How long the old secrets go on working, such as 14d; 0s for not at all.", valueName: "span"),
            transform: TimeSpan.init(text:))
        var grace: TimeSpan
        @Option(
            help: ArgumentHelp("After what time the new one stops working, such as 365d.", valueName: "span"),
            transform: TimeSpan.init(text:))
        var expiresIn: TimeSpan?
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            let now = admin.surroundings.clock.now()
            let rolled = try await admin.call(
                "rollSecret", path: ["client": client],
                body: [
                    "grace_seconds": .integer(grace.seconds),
                    "expires_at": expiresIn.map { .moment(now.adding(seconds: $0.seconds)) },
                ])
            let superseded = rolled["superseded"]?.items ?? []
            return Report(
                rolled,
                [
                    .record(.object(rolled.members.filter { $0.name != "superseded" })), .storeSecretNow,
                    superseded.isEmpty
                        ? .sentence("There was no secret before it.")
                        : .table(Table(superseded, columns: SecretCommand.columns)),
                ])
        }
    }

    struct List: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the secrets of a client: their beginnings and times, never the secrets.")

        @Option(help: ArgumentHelp("The Client ID.", valueName: "id"))
        var client: String
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .list(
                try await admin.list("listSecrets", path: ["client": client]), columns: SecretCommand.columns,
                empty: "The client has no secrets. `counterfoil secret create --client \(client)` makes one.")
        }
    }

    struct Revoke: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop a secret at once. Tokens got with it stay good until they expire.",
            discussion: "Example: counterfoil secret revoke SECRET_ID --with-tokens")

        @Argument(help: "The secret's identifier, which starts with sec_; `secret list` shows it.")
        var secretID: String
        @Flag(help: "End all tokens of the client too; with another secret it gets itself further ones.")
        var withTokens = false
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(
                try await admin.call(
                    "revokeSecret", path: ["secret": secretID], body: ["revoke_tokens": .boolean(withTokens)]))
        }
    }

    struct Expire: AdminCommand {
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

        func report(_ admin: AdminCaller) async throws -> Report {
            let now = admin.surroundings.clock.now()
            let end = at ?? after.map { now.adding(seconds: $0.seconds) }
            return .record(
                try await admin.call(
                    "expireSecret", path: ["secret": secretID], body: ["expires_at": end.map(JSONDocument.moment)]))
        }
    }
}
