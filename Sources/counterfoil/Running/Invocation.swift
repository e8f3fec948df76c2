import ArgumentParser

/// One call of the program: arguments in, exit code out.
enum Invocation {
    /// The exit codes.
    enum ExitStatus: Int32 {
        /// Done.
        case done = 0
        /// Refused or failed.
        case failed = 1
        /// The call itself was wrong.
        case usage = 2
    }

    /// Reads the arguments and does what they say.
    static func run(_ arguments: [String], _ surroundings: Surroundings) async -> ExitStatus {
        do {
            var command = try Counterfoil.parseAsRoot(arguments)
            switch command {
            case let command as any SurroundedCommand: try await command.execute(surroundings)
            case var command as any AsyncParsableCommand: try await command.run()
            default: try command.run()
            }
            return .done
        } catch {
            return tell(error, surroundings.console)
        }
    }

    private static func tell(_ error: any Error, _ console: Console) -> ExitStatus {
        let code = Counterfoil.exitCode(for: error)
        if code == .success {
            console.write(Counterfoil.fullMessage(for: error) + "\n")
            return .done
        }
        if code == .validationFailure {
            console.writeError(withoutCredentials(Counterfoil.fullMessage(for: error)) + "\n")
            return .usage
        }
        console.writeError(CommandFailure(error).line)
        return .failed
    }

    /// The parser repeats what it does not understand. A secret or token given by mistake shall not get into a log by
    /// that way too.
    private static func withoutCredentials(_ text: String) -> String {
        text.replacing(/cfs_(live|test)_[0-9A-Za-z]+|[0-9A-Fa-f]{64}/, with: "•••").printableLines
    }
}

extension String {
    /// The text with each line made printable.
    fileprivate var printableLines: String {
        split(separator: "\n", omittingEmptySubsequences: false).map { String($0).printable }.joined(separator: "\n")
    }
}
