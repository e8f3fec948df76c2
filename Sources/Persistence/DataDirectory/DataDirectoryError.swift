/// Why a data directory cannot be used. The text names the file and says what to do.
package enum DataDirectoryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no such directory.
    case missing(path: String)
    /// Something else has the name.
    case notADirectory(path: String)
    /// It, or a file in it, cannot be made or written.
    case unwritable(path: String, detail: String)
    /// There is data, but the key that opens it is gone.
    case rootKeyMissing(path: String)
    /// Others than its owner can read the root key.
    case rootKeyReadable(path: String, mode: String)
    /// The file does not hold a root key.
    case rootKeyMalformed(path: String)

    /// What happened, why, and what to do, in one line.
    package var description: String {
        switch self {
        case .missing(let path):
            "The data directory \(path) does not exist. Name the right one with --data, or start with "
                + "`counterfoil serve --data \(path)`, which makes it."
        case .notADirectory(let path):
            "\(path) is not a directory. Name a directory with --data."
        case .unwritable(let path, let detail):
            "\(path) cannot be written (\(detail)). Let this user write to it, or name another directory with --data."
        case .rootKeyMissing(let path):
            "The root key \(path) is missing, and the data beside it opens with no other. Put it back from where you "
                + "keep it."
        case .rootKeyReadable(let path, let mode):
            "The root key \(path) can be read by others (mode \(mode)). Run `chmod 600 \(path)`, and think about who "
                + "may have read it."
        case .rootKeyMalformed(let path):
            "\(path) does not hold a root key: 64 hex digits on one line. Put the right file back."
        }
    }
}
