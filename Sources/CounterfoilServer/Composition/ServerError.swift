package import Persistence
package import Registry

/// Why a server cannot start. The text says what happened, why, and what to do.
package enum ServerError: Error, Sendable, CustomStringConvertible {
    /// A setting is wrong.
    case configuration(String)
    /// The data directory cannot be used.
    case dataDirectory(DataDirectoryError)
    /// A database cannot be used.
    case persistence(PersistenceError)
    /// The registry cannot be read or written.
    case registry(RegistryError)
    /// Another server has the data directory.
    case locked(path: String)
    /// A listener cannot listen.
    case listening(address: ListenAddress, detail: String)
    /// The certificate or its key cannot be used.
    case certificate(String)
    /// The journal cannot be written.
    case journal(String)

    /// What happened, why, and what to do, in one line.
    package var description: String {
        switch self {
        case .configuration(let message), .certificate(let message), .journal(let message): message
        case .dataDirectory(let error): error.description
        case .persistence(let error): error.description
        case .registry(let error): error.message
        case .locked(let path):
            "Another server is running on the data directory \(path). Stop it first, or give this one another --data."
        case .listening(let address, let detail):
            "Cannot listen on \(address) (\(detail)). Is another program using the port? Give another --listen or "
                + "--admin-listen."
        }
    }
}
