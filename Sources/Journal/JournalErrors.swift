/// Why the journal's storage could not do what was asked. The text is for operators and holds no values.
package enum JournalStoreError: Error, Hashable, Sendable {
    /// The storage cannot be reached or is locked by another; trying again may help.
    case unavailable(String)
    /// There is no room left on the disk.
    case full(String)
    /// What is stored is damaged.
    case corrupt(String)
    /// What was to be written contradicts what is there, such as a sequence that is taken.
    case conflict(String)
}

extension JournalStoreError: CustomStringConvertible {
    /// What happened and what to do.
    package var description: String {
        switch self {
        case .unavailable(let detail):
            "The journal's storage cannot be used (\(detail)). Check that its directory is mounted and writable."
        case .full(let detail):
            "The disk that holds the journal is full (\(detail)). Free space on it; the server goes on by itself."
        case .corrupt(let detail):
            "The journal's storage is damaged (\(detail)). Stop the server and restore the journal from a backup."
        case .conflict(let detail):
            "The journal on disk has gone on without this writer (\(detail)). Make sure that only one server runs on "
                + "this data directory."
        }
    }
}

/// Why an entry is not in the journal.
package enum JournalError: Error, Hashable, Sendable {
    /// More entries wait for the disk than may; the caller should answer "try again later".
    case overloaded
    /// The written entry would have this many bytes, more than one may have.
    case entryTooLarge(bytes: Int)
    /// The storage failed; nothing of the entry is to be relied on.
    case store(JournalStoreError)
}

extension JournalError: CustomStringConvertible {
    /// What happened and what to do.
    package var description: String {
        switch self {
        case .overloaded:
            "Too many journal entries wait for the disk. Try again shortly; if it lasts, the disk is too slow."
        case .entryTooLarge(let bytes):
            "A journal entry of \(bytes) bytes is larger than an entry may be. Shorten what it is to record."
        case .store(let error):
            error.description
        }
    }
}
