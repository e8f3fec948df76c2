import ExternalRecords
import JOSE
import Registry
import WebFoundation

/// Looks up the records that a body names, and gathers those that cannot be used.
struct ReferenceResolution {
    private let call: ExternalCall
    private let store: any RecordStore
    private var faults: [ProblemDetails.Fault] = []

    init(_ call: ExternalCall, _ store: any RecordStore) {
        self.call = call
        self.store = store
    }

    /// The record of an id; notes a fault where there is none.
    ///
    /// - Parameters:
    ///   - steps: where the member stands in the body.
    ///   - isGood: whether the record can be used here.
    mutating func find<Record: StoredRecord>(
        _ type: Record.Type, _ id: RecordIdentifier, at steps: [String], orElse advice: String,
        where isGood: (Record) -> Bool = { _ in true }
    ) async throws -> Record? {
        let found = try await call.stored { [store, call] () async throws(RecordStoreError) in
            try await store.find(type, realm: call.realm, id: id, parent: nil)
        }
        guard let record = found?.record, isGood(record) else {
            faults.append(.member(JSONPointer.text(of: steps), advice))
            return nil
        }
        return record
    }

    /// Refuses a body that names records that cannot be used.
    ///
    /// - Throws: `ProblemDetails` 409, naming the members.
    func finish() throws(ProblemDetails) {
        guard faults.isEmpty else { throw RecordProblem.references(faults) }
    }
}
