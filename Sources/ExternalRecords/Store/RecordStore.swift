package import Registry
package import Timekeeping

/// A kind of record that the common store keeps: its name in the store, and where its ids begin.
package struct RecordKind: Hashable, Sendable {
    /// The name in the store. Never changed: stored records bear it.
    package let name: String
    /// The number of the first id.
    package let firstNumber: Int

    /// Names a kind.
    package init(_ name: String, firstNumber: Int) {
        self.name = name
        self.firstNumber = firstNumber
    }
}

/// A record that the common store keeps as a document. Its coding keys are the form in which it is stored.
package protocol StoredRecord: Codable, Hashable, Sendable {
    /// What kind it is.
    static var kind: RecordKind { get }
}

/// A record with what its store knows of it.
package struct Stored<Record: StoredRecord>: Hashable, Sendable {
    /// The id within the realm.
    package let id: RecordIdentifier
    /// The record that it belongs to, such as an insurance to its patient; `nil` where it stands alone.
    package let parent: RecordIdentifier?
    /// What is known.
    package var record: Record
    /// When it was made, and when it was last changed.
    package let version: RecordVersion

    /// Puts a record together.
    package init(id: RecordIdentifier, parent: RecordIdentifier? = nil, record: Record, version: RecordVersion) {
        self.id = id
        self.parent = parent
        self.record = record
        self.version = version
    }
}

/// Which state of a record it is.
package struct RecordVersion: Hashable, Sendable {
    /// 1 for a new record, and one more with each change.
    package let revision: Int
    /// When the record was made.
    package let createdAt: Timestamp
    /// When it was last changed.
    package let modifiedAt: Timestamp

    /// Describes a state.
    package init(revision: Int, createdAt: Timestamp, modifiedAt: Timestamp) {
        self.revision = revision
        self.createdAt = createdAt
        self.modifiedAt = modifiedAt
    }

    /// The first state of a record that is made at a moment.
    package init(createdAt moment: Timestamp) {
        self.init(revision: 1, createdAt: moment, modifiedAt: moment)
    }

    /// The strong entity tag of the state (RFC 9110 section 8.8.3).
    package var entityTag: String {
        "\"\(revision)-\(String(modifiedAt.millisecondsSince1970, radix: 36))\""
    }
}

/// Where a write stands that is to be done once however often it is asked for.
package struct RepeatableWrite: Hashable, Sendable {
    /// Names the caller's key, with whose it is.
    package let key: String
    /// Tells requests apart; the same for the same request.
    package let fingerprint: [UInt8]

    /// Describes a write.
    package init(key: String, fingerprint: [UInt8]) {
        self.key = key
        self.fingerprint = fingerprint
    }
}

/// Which records of a kind to list.
package struct RecordQuery: Hashable, Sendable {
    /// The part of the list.
    package var page: Page
    /// Only records that were changed at or after this moment.
    package var modifiedSince: Timestamp?
    /// The order.
    package var order: RecordOrder

    /// Asks for a part of a list.
    package init(page: Page = .first, modifiedSince: Timestamp? = nil, order: RecordOrder = .created) {
        self.page = page
        self.modifiedSince = modifiedSince
        self.order = order
    }
}

/// The orders of lists. Records of the same moment stand in the order of their creation.
package enum RecordOrder: String, Vocabulary {
    case created = "created"
    case createdDescending = "-created"
    case modified = "modified"
    case modifiedDescending = "-modified"
}

/// Where the smaller records of all realms are kept, every kind alike. What one realm holds is never seen through
/// another.
package protocol RecordStore: Sendable {
    /// A part of the records of one kind, or of those that belong to one record.
    func list<Record: StoredRecord>(
        _ type: Record.Type, realm: RealmIdentifier, parent: RecordIdentifier?, query: RecordQuery
    ) async throws(RecordStoreError) -> PageOf<Stored<Record>>

    /// One record; `nil` where the realm has none of this kind and id, or it belongs to another record.
    func find<Record: StoredRecord>(
        _ type: Record.Type, realm: RealmIdentifier, id: RecordIdentifier, parent: RecordIdentifier?
    ) async throws(RecordStoreError) -> Stored<Record>?

    /// Makes a record with the next id of its kind. A repeated write makes none and gives the one that was made.
    ///
    /// - Throws: ``RecordStoreError/parentMissing`` where the record that it is to belong to is not there,
    ///   ``RecordStoreError/keyReused`` and ``RecordStoreError/repeatedRecordGone`` for a repeated write.
    func create<Record: StoredRecord>(
        _ record: Record, realm: RealmIdentifier, parent: RecordIdentifier?, at now: Timestamp,
        repeatable: RepeatableWrite?
    ) async throws(RecordStoreError) -> Stored<Record>

    /// Replaces what is known of a record; `nil` where there is none such.
    ///
    /// - Parameter revision: the state that is to be replaced; any when `nil`.
    /// - Throws: ``RecordStoreError/changed`` where the record is in another state.
    func replace<Record: StoredRecord>(
        with record: Record, realm: RealmIdentifier, id: RecordIdentifier, parent: RecordIdentifier?, revision: Int?,
        at now: Timestamp
    ) async throws(RecordStoreError) -> Stored<Record>?

    /// Deletes a record.
    ///
    /// - Returns: whether there was one.
    /// - Throws: ``RecordStoreError/changed`` where the record is in another state than `revision`.
    func delete<Record: StoredRecord>(
        _ type: Record.Type, realm: RealmIdentifier, id: RecordIdentifier, parent: RecordIdentifier?, revision: Int?,
        at now: Timestamp
    ) async throws(RecordStoreError) -> Bool
}
