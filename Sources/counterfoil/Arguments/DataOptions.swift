import ArgumentParser
import FoundationEssentials

/// Which data a command works on, and how it prints.
struct DataOptions: ParsableArguments {
    @Option(
        name: .customLong("data"),
        help: ArgumentHelp(
            "The data directory. Can also be given by the environment variable COUNTERFOIL_DATA.", valueName: "dir"))
    private var given: String?

    @Flag(help: "Print one JSON document.")
    var json = false

    /// The data directory's path; empty only before validation.
    var path: String { given ?? ProcessInfo.processInfo.environment["COUNTERFOIL_DATA"] ?? "" }

    func validate() throws {
        guard !path.isEmpty else {
            throw ValidationError(
                "Which data? Name the data directory with --data DIR or in the environment variable COUNTERFOIL_DATA.")
        }
    }
}
