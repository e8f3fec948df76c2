import CounterfoilServer
import Cryptography
import Journal
import Persistence
import Registry
import Tokens

/// Why a command was refused or failed. One line: what happened, why, what to do.
struct CommandFailure: Error, Hashable {
    /// The line.
    let message: String
    /// The stable word of the problem that an operation was refused with; `nil` for anything else.
    let code: String?

    init(_ message: String, code: String? = nil) {
        self.message = message
        self.code = code
    }

    /// Tells an error of one of the parts.
    init(_ error: any Error) {
        switch error {
        case let error as CommandFailure: self = error
        case let error as RegistryError: self.init(error.message)
        case let error as DataDirectoryError: self.init(error.description)
        case let error as PersistenceError: self.init(error.description)
        case let error as JournalStoreError: self.init(error.description)
        case let error as JournalError: self.init(error.description)
        case let error as JournalDecodingError: self.init(error.description)
        case let error as KeyRingError: self.init(error.description)
        case let error as ServerError: self.init(error.description)
        case let error as RootKeyError: self.init(error.description)
        default:
            // The text of an error that is not known here could hold anything, also what must not be shown.
            self.init("An error of the type \(type(of: error)) was not expected here. Please report it.")
        }
    }

    /// As it stands on standard error.
    var line: String { "counterfoil: \(message.printable)\n" }
}
