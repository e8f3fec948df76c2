import ArgumentParser
import FoundationEssentials

/// Which data a command works on, and how it prints.
struct DataOptions: ParsableArguments {
    @Option(
        name: .customLong("data"),
        help: ArgumentHelp(
            "The data directory. Can also be given by the environment variable COUNTERFOIL_DATA.", valueName: "dir"),
        completion: .directory)
    private var given: String?

    @Option(
        name: .customLong("server"),
        help: ArgumentHelp(
            "A running server's private listener, in place of a data directory. Can also be given by the environment "
                + "variable COUNTERFOIL_SERVER.", valueName: "url"))
    private var givenServer: String?

    @Option(
        name: .customLong("credentials"),
        help: ArgumentHelp(
            "Whose credentials are used with --server: a name in the file ~/.config/counterfoil/credentials.",
            valueName: "name"))
    var profile: String?

    @Flag(help: "Print one JSON document.")
    var json = false

    /// The data directory's path; empty only before validation, or where a server is named.
    var path: String { given ?? environment["COUNTERFOIL_DATA"] ?? "" }

    /// The server; `nil` where a data directory is named. What stands in the command counts more than the environment.
    var server: String? {
        if let givenServer { return givenServer }
        guard given == nil else { return nil }
        if profile != nil { return environment["COUNTERFOIL_SERVER"] ?? "" }
        return environment["COUNTERFOIL_SERVER"]
    }

    func validate() throws {
        guard given == nil || givenServer == nil else {
            throw ValidationError("Give --data for a data directory or --server for a running server, not both.")
        }
        guard server != nil || !path.isEmpty else {
            throw ValidationError(
                "Which data? Name the data directory with --data DIR or in the environment variable COUNTERFOIL_DATA, "
                    + "or a running server with --server URL.")
        }
    }

    private var environment: [String: String] { ProcessInfo.processInfo.environment }
}
