package import Registry

/// All that a sandbox starts with.
package struct SampleData: Sendable {
    /// The patients.
    package let patients: [Patient]
    /// Everything else, in the order in which it is to be stored.
    package let records: [any SampleRecord]

    /// Puts sample data together.
    package init(patients: [Patient], records: [any SampleRecord]) {
        self.patients = patients
        self.records = records
    }
}

/// A record of the sample data, of any kind.
package protocol SampleRecord: Sendable {
    /// The kind.
    var kind: RecordKind { get }
    /// The id.
    var id: RecordIdentifier { get }
    /// The record that it belongs to.
    var parent: RecordIdentifier? { get }
    /// When it counts as made.
    var version: RecordVersion { get }
    /// What is known, as it is stored.
    var content: any Encodable & Sendable { get }
}

extension Stored: SampleRecord {
    /// The kind of the record.
    package var kind: RecordKind { Record.kind }
    /// The record itself.
    package var content: any Encodable & Sendable { record }
}

/// Puts a realm's records back to what they were at the start.
package protocol SandboxStore: Sendable {
    /// Removes every record of a realm and stores the sample data, all of it in one transaction. Whoever follows
    /// changes sees the removals.
    func reset(realm: RealmIdentifier, to samples: SampleData) async throws(RecordStoreError)
}
