import ArgumentParser
import Registry
import Tokens

/// `counterfoil token …`
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Access tokens.", subcommands: [Inspect.self])

    struct Inspect: DataCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read a token from standard input and tell whose it is and whether it is good.",
            discussion: """
                The token is never an argument, since other users of the machine can see arguments.

                Example: counterfoil token inspect < token.txt
                """)

        @OptionGroup var data: DataOptions

        func execute(_ surroundings: Surroundings) async throws {
            if surroundings.input.isTerminal {
                surroundings.console.writeError("Paste the token and press Enter.\n")
            }
            let bytes = await surroundings.input.read(CommandLimits.tokenInputMaximumBytes)
            let text = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
            guard !text.isEmpty else {
                throw CommandFailure(
                    "There was no token on standard input. Give it like this: `counterfoil token inspect < FILE`.")
            }
            let workspace = try await Workspace.open(path: data.path, creating: false, surroundings)
            let inspection = try await TokenInspection.inspect(
                text, in: workspace.registry, rootKey: try await workspace.rootKey(), now: workspace.now())
            guard let inspection else {
                throw CommandFailure(
                    "No realm of this server opens what was given. Check that all 64 hex digits are there and that "
                        + "--data is the server's; a token whose key is destroyed cannot be told from a forged one.")
            }
            try show(.record(inspection.document), surroundings)
        }
    }
}
