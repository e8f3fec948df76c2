import Administration
import ArgumentParser
import Registry

/// `counterfoil realm …`
struct RealmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "realm", abstract: "What one environment of a tenant has of its own.",
        subcommands: [Show.self, Update.self])

    /// Which realm.
    struct Choice: ParsableArguments {
        @Option(help: ArgumentHelp("The tenant.", valueName: "name"))
        var tenant: String
        @Option(help: "The environment.")
        var environment: RealmEnvironment

        /// The segments of a path that name it.
        var path: [String: String] { ["tenant": tenant, "environment": environment.rawValue] }
    }

    struct Show: AdminCommand {
        static let configuration = CommandConfiguration(abstract: "Show the settings of a realm.")

        @OptionGroup var choice: Choice
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            .record(try await admin.call("getRealm", path: choice.path))
        }
    }

    struct Update: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change the settings of a realm.",
            discussion: "Example: counterfoil realm update --tenant acme --environment production --profile fapi2")

        @OptionGroup var choice: Choice
        @Option(help: ArgumentHelp("The rules that all its clients are held to: standard or fapi2."))
        var profile: SecurityProfile?
        @Option(
            help: ArgumentHelp(
                "A PEM file with the certificates that issue clients' certificates, or - for standard input; \"\" for "
                    + "none.", valueName: "file"),
            completion: .file())
        var certificateRoots: String?
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard profile != nil || certificateRoots != nil else {
                throw ValidationError("What is to change? Give --profile or --certificate-roots.")
            }
        }

        func report(_ admin: AdminCaller) async throws -> Report {
            var roots = certificateRoots
            if let path = certificateRoots, !path.isEmpty {
                roots = try await admin.surroundings.readText(
                    path, called: "PEM file", maximumBytes: RegistryLimits.certificateRootsBytes + 1)
            }
            return .record(
                try await admin.call(
                    "updateRealm", path: choice.path,
                    body: [
                        "profile": profile.map { .text($0.rawValue) },
                        "certificate_roots": roots.map(JSONDocument.text),
                    ]))
        }
    }
}
