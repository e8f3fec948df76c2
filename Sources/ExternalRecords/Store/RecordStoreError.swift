/// Why a store of records could not do what it was asked.
package enum RecordStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The storage does not answer, is full, or is not writable.
    case unavailable
    /// A record of this id exists in the realm already.
    case exists(RecordIdentifier)
    /// A stored record cannot be read.
    case unreadable(RecordIdentifier)
    /// The record is not in the state that the caller has read.
    case changed
    /// The record that a new one is to belong to is not there.
    case parentMissing
    /// The key of a repeatable write came with another request before.
    case keyReused
    /// The record that a repeated write made the first time has been deleted since.
    case repeatedRecordGone
    /// All ids of a kind are used up.
    case identifiersUsedUp

    /// What happened, and what to do. Nothing about a patient but the id.
    package var description: String {
        switch self {
        case .unavailable:
            "The records could not be reached. Check that the data directory is there, writable and not full."
        case .exists(let id):
            "There is a record \(id.text) in this realm already, and nothing was stored. Use another id."
        case .unreadable(let id):
            "The stored record \(id.text) cannot be read. It was damaged, or written by a newer version; "
                + "restore it from a backup or use that version."
        case .changed: "The record was changed in the meantime. Read it again."
        case .parentMissing: "The record that this one is to belong to does not exist. Create it first."
        case .keyReused: "The key came with another request before. Use a key of its own for each request."
        case .repeatedRecordGone: "The record that the first request made has been deleted since."
        case .identifiersUsedUp:
            "All ids of this kind of record are used up in this realm. Nothing can be created any more; move the "
                + "tenant's records to a new tenant."
        }
    }
}
