package import GRDB

extension PersistenceError {
    /// Does `body` and tells its errors as those of the database at `path`.
    package static func catching<Value>(
        path: String, _ body: () throws -> Value
    ) throws(PersistenceError) -> Value {
        do {
            return try body()
        } catch let error as PersistenceError {
            throw error
        } catch let error as DatabaseError {
            throw PersistenceError(error, path: path)
        } catch {
            throw .failed(path: path, detail: "\(type(of: error))")
        }
    }

    /// Tells an error of SQLite as one of the database at `path`. Only SQLite's own text is taken over: statements and
    /// their values stay out.
    package init(_ error: DatabaseError, path: String) {
        let detail = error.detail
        self =
            switch error.resultCode {
            case .SQLITE_NOTADB: .notADatabase(path: path)
            case .SQLITE_CORRUPT: .corrupt(path: path, detail: detail)
            case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM: .unwritable(path: path, detail: detail)
            case .SQLITE_FULL: .diskFull(path: path)
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy(path: path)
            default: .failed(path: path, detail: detail)
            }
    }
}

extension DatabaseError {
    /// SQLite's own text, without the statement and its values.
    package var detail: String {
        message ?? "SQLite result \(extendedResultCode.rawValue)"
    }
}
