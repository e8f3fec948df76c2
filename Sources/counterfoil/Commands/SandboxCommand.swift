import Administration
import ArgumentParser

/// `counterfoil sandbox …`
struct SandboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "The records with which partners try things.", subcommands: [Reset.self])

    struct Reset: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put the records of a tenant's sandbox back to the sample data.",
            discussion: """
                250 invented patients with insurances, and the locations, facilities, payers, tags and billing codes \
                that they refer to. What partners have written there is gone; those who follow changes see it.

                Example: counterfoil sandbox reset acme
                """)

        @Argument(help: "The tenant's name.")
        var tenant: String
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(try await admin.call("resetSandbox", path: ["tenant": tenant]))
        }
    }
}
