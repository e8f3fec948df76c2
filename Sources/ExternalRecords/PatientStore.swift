package import Registry

/// Why a store of records could not do what it was asked.
package enum RecordStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The storage does not answer, is full, or is not writable.
    case unavailable
    /// A record of this id exists in the realm already.
    case exists(RecordIdentifier)
    /// A stored record cannot be read.
    case unreadable(RecordIdentifier)

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
        }
    }
}

/// Where the patients of all realms are kept. What one realm holds is never seen through another.
package protocol PatientStore: Sendable {
    /// A page of a realm's patients in the order in which they were created.
    func list(realm: RealmIdentifier, page: Page) async throws(RecordStoreError) -> PageOf<PatientSummary>

    /// One patient; `nil` where the realm has none of this id.
    func find(realm: RealmIdentifier, id: RecordIdentifier) async throws(RecordStoreError) -> Patient?

    /// Adds new patients in the order given: all of them, or none when it throws.
    ///
    /// - Throws: ``RecordStoreError/exists(_:)`` where an id is taken.
    func insert(contentsOf patients: [Patient], realm: RealmIdentifier) async throws(RecordStoreError)
}
