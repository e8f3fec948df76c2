import Administration
import ArgumentParser
import Timekeeping

extension SecretCommand {
    /// The columns of a list of secrets of several clients.
    private static let columnsOfAny: [Table.Column] = [
        "secret_id", "hint", "tenant", "environment", "client_id", "client_name", "expires_at", "last_used_at",
        "last_used_from", "succession",
    ]

    struct Expiring: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the secrets of all clients that stop soon, soonest first.",
            discussion: "Example: counterfoil secret expiring --within 30d")

        @Option(
            help: ArgumentHelp("How soon. (default: 14d)", valueName: "span"), transform: TimeSpan.init(text:))
        var within: TimeSpan?
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            let now = admin.surroundings.clock.now()
            return .list(
                try await admin.list(
                    "listExpiringSecrets",
                    query: ["expires_before": within.map { now.adding(seconds: $0.seconds).description }]),
                columns: SecretCommand.columnsOfAny, empty: "No secret stops that soon.")
        }
    }

    struct Superseded: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the secrets that still work beside one in their place: who has not moved over yet.",
            discussion: "Example: counterfoil secret superseded --used")

        @Flag(help: "Only those that were used after the one in their place was made.")
        var used = false
        @Flag(help: "Only those that were not: nothing is lost when they are revoked.")
        var unused = false
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard !used || !unused else { throw ValidationError("Give --used or --unused, not both.") }
        }

        func report(_ admin: AdminCaller) async throws -> Report {
            .list(
                try await admin.list(
                    "listSupersededSecrets", query: ["succession": used ? "still_used" : unused ? "unused" : nil]),
                columns: SecretCommand.columnsOfAny, empty: "There are no such secrets.")
        }
    }
}
