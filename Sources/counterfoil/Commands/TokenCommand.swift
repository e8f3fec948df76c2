import Administration
import ArgumentParser
import Registry
import Tokens

/// `counterfoil token …`
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Access tokens.", subcommands: [Inspect.self, Revoke.self])

    struct Inspect: DataCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read a token from standard input and tell whose it is and whether it is good.",
            discussion: """
                The token is never an argument, since other users of the machine can see arguments.

                Example: counterfoil token inspect < token.txt
                """)

        @OptionGroup var data: DataOptions

        func execute(_ surroundings: Surroundings) async throws {
            let text = try await surroundings.readToken(for: "token inspect")
            let workspace = try await Workspace.open(path: data.path, creating: false, surroundings)
            try show(.record(try await workspace.inspectToken(text).document), surroundings)
        }
    }

    struct Revoke: RegistryChangeCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read a token from standard input and revoke it; a running server refuses it within a second.",
            discussion: """
                The token is never an argument, since other users of the machine can see arguments. To revoke all \
                tokens of a client, use client revoke-tokens.

                Example: counterfoil token revoke < token.txt
                """)

        @OptionGroup var data: DataOptions

        func change(_ workspace: Workspace) async throws -> Report {
            let text = try await workspace.surroundings.readToken(for: "token revoke")
            let token = try await workspace.inspectToken(text)
            if token.state == .active {
                try await workspace.change(
                    RevokeToken(
                        RevokedToken(realm: token.realm, identifier: token.tokenIdentifier, until: token.expiresAt),
                        of: token.client))
            }
            return .record(try await workspace.inspectToken(text).document)
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

extension Workspace {
    /// What there is to know of a token.
    ///
    /// - Throws: `CommandFailure` when no realm opens it.
    fileprivate func inspectToken(_ text: String) async throws -> TokenInspection {
        let inspection = try await TokenInspection.inspect(
            text, in: registry, rootKey: try await rootKey(), now: now())
        guard let inspection else {
            throw CommandFailure(
                "No realm of this server opens what was given. Check that the whole token is there, 64 hex digits or a "
                    + "JWT, and that --data is the server's; a token whose key is destroyed cannot be told from a "
                    + "forged one.")
        }
        return inspection
    }
}
