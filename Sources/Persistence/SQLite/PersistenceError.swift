/// Why a database could not be opened or brought up to date. The text names the file and says what to do.
package enum PersistenceError: Error, Hashable, Sendable {
    /// The file is there but is no database.
    case notADatabase(path: String)
    /// The database is damaged.
    case corrupt(path: String, detail: String)
    /// The file or its directory cannot be written or does not exist.
    case unwritable(path: String, detail: String)
    /// There is no database at that place to read.
    case missing(path: String)
    /// A later release has changed the database; this one must not touch it.
    case newerSchema(path: String, found: Int, known: Int)
    /// An earlier release has written the database, and it was opened for reading only.
    case olderSchema(path: String, found: Int, known: Int)
    /// There is no room left on the disk.
    case diskFull(path: String)
    /// Another program holds the database.
    case busy(path: String)
    /// Anything else; the detail is SQLite's own text and holds no values.
    case failed(path: String, detail: String)
}

extension PersistenceError: CustomStringConvertible {
    /// What happened, why, and what to do, in one line.
    package var description: String {
        switch self {
        case .notADatabase(let path):
            "\(path) is not a SQLite database. Move the file away to start empty, or restore it from a backup."
        case .corrupt(let path, let detail):
            "\(path) is damaged (\(detail)). Restore it from a backup."
        case .unwritable(let path, let detail):
            "\(path) cannot be written (\(detail)). Make the directory and let the server's user write to it, or name "
                + "another one with --data."
        case .missing(let path):
            "\(path) does not exist. Name the server's data directory with --data, or start the server on it first."
        case .newerSchema(let path, let found, let known):
            "\(path) was written by a later release (schema \(found); this program knows up to \(known)). Run that "
                + "release or a later one."
        case .olderSchema(let path, let found, let known):
            "\(path) was written by an earlier release (schema \(found); this program needs \(known)). Start the "
                + "server of this release on it once."
        case .diskFull(let path):
            "There is no room left on the disk that holds \(path). Free space on it and try again."
        case .busy(let path):
            "\(path) is held by another program. Wait until that is done, or end it, and try again."
        case .failed(let path, let detail):
            "\(path) cannot be used (\(detail))."
        }
    }
}
