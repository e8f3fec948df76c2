package import Registry
import Synchronization

/// Patients in memory, gone with the process: for tests and for trying things.
package final class MemoryPatientStore: PatientStore {
    private let patients = Mutex<[RealmIdentifier: [Patient]]>([:])

    /// An empty store.
    package init() {}

    /// A page in the order of creation.
    package func list(
        realm: RealmIdentifier, page: Page
    ) async throws(RecordStoreError) -> PageOf<PatientSummary> {
        let all = patients.withLock { $0[realm] ?? [] }
        let items = all.dropFirst(page.offsetRows).prefix(page.rows).map { PatientSummary(of: $0) }
        return PageOf(items: items, count: all.count)
    }

    /// One patient of the realm.
    package func find(realm: RealmIdentifier, id: RecordIdentifier) async throws(RecordStoreError) -> Patient? {
        patients.withLock { $0[realm]?.first { $0.id == id } }
    }

    /// Adds patients: all of them, or none.
    package func insert(contentsOf new: [Patient], realm: RealmIdentifier) async throws(RecordStoreError) {
        let taken = patients.withLock { stored -> RecordIdentifier? in
            var known = Set((stored[realm] ?? []).map(\.id))
            for patient in new where !known.insert(patient.id).inserted { return patient.id }
            stored[realm, default: []].append(contentsOf: new)
            return nil
        }
        if let taken { throw .exists(taken) }
    }
}
