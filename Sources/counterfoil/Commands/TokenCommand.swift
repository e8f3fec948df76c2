import Administration
import ArgumentParser

/// `counterfoil token …`
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Access tokens.", subcommands: [Inspect.self, Revoke.self])

    struct Inspect: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read a token from standard input and tell whose it is and whether it is good.",
            discussion: """
                The token is never an argument, since other users of the machine can see arguments.

                Example: counterfoil token inspect < token.txt
                """)

        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            let text = try await admin.surroundings.readToken(for: "token inspect")
            return .record(try await admin.call("inspectToken", body: ["token": .text(text)]))
        }
    }

    struct Revoke: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read a token from standard input and revoke it; a running server refuses it within a second.",
            discussion: """
                The token is never an argument, since other users of the machine can see arguments. To revoke all \
                tokens of a client, use client revoke-tokens.

                Example: counterfoil token revoke < token.txt
                """)

        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            let text = try await admin.surroundings.readToken(for: "token revoke")
            return .record(try await admin.call("revokeToken", body: ["token": .text(text)]))
        }
    }
}

extension Surroundings {
    /// The token that stands on standard input, without white space around it.
    ///
    /// - Throws: `CommandFailure` when there is none.
    fileprivate func readToken(for command: String) async throws -> String {
        if input.isTerminal {
            console.writeError("Paste the token and press Enter.\n")
        }
        let bytes = await input.read(CommandLimits.tokenInputMaximumBytes)
        let text = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
        guard !text.isEmpty else {
            throw CommandFailure(
                "There was no token on standard input. Give it like this: `counterfoil \(command) < FILE`.")
        }
        return text
    }
}
