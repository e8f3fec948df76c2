package import Registry
package import Timekeeping

/// Which patients to list. What is `nil` does not narrow.
package struct PatientQuery: Hashable, Sendable {
    /// The part of the list, its order, and since when patients were changed.
    package var records: RecordQuery
    /// Only patients of this standing.
    package var standing: PatientStanding?
    /// Only patients of this service location.
    package var location: RecordIdentifier?

    /// Asks for a part of the list.
    package init(
        _ records: RecordQuery = RecordQuery(), standing: PatientStanding? = nil, location: RecordIdentifier? = nil
    ) {
        self.records = records
        self.standing = standing
        self.location = location
    }
}

/// Whom to search for. What is `nil` does not narrow.
package struct PatientSearch: Hashable, HealthInformation {
    /// The family name or its beginning, in any case.
    package var lastName: String?
    /// The given name or its beginning, in any case.
    package var firstName: String?
    /// The date of birth.
    package var dateOfBirth: CalendarDate?

    /// Describes a search.
    package init(lastName: String? = nil, firstName: String? = nil, dateOfBirth: CalendarDate? = nil) {
        self.lastName = lastName
        self.firstName = firstName
        self.dateOfBirth = dateOfBirth
    }
}

/// What became of a patient's record since a client last looked.
package struct PatientChange: Hashable, Sendable {
    /// What happened last.
    package enum Kind: String, Vocabulary {
        case created = "Created"
        case updated = "Updated"
        case deleted = "Deleted"
    }

    /// Its place among all changes; grows.
    package let number: Int64
    /// The patient.
    package let id: RecordIdentifier
    /// What happened last.
    package let kind: Kind
    /// When.
    package let at: Timestamp
    /// The patient as it is now; `nil` where it was deleted.
    package let patient: PatientSummary?

    /// Puts a change together.
    package init(number: Int64, id: RecordIdentifier, kind: Kind, at: Timestamp, patient: PatientSummary?) {
        self.number = number
        self.id = id
        self.kind = kind
        self.at = at
        self.patient = patient
    }
}

/// Where the patients of all realms are kept. What one realm holds is never seen through another.
package protocol PatientStore: Sendable {
    /// A part of a realm's patients.
    func list(realm: RealmIdentifier, query: PatientQuery) async throws(RecordStoreError) -> PageOf<PatientSummary>

    /// The patients that a search finds, in the order of creation.
    func search(
        realm: RealmIdentifier, _ search: PatientSearch, page: Page
    ) async throws(RecordStoreError) -> PageOf<PatientSummary>

    /// The changes behind a place, oldest first. Of each patient only the last change is kept.
    func changes(
        realm: RealmIdentifier, after number: Int64, limit: Int
    ) async throws(RecordStoreError) -> [PatientChange]

    /// One patient; `nil` where the realm has none of this id.
    func find(realm: RealmIdentifier, id: RecordIdentifier) async throws(RecordStoreError) -> Patient?

    /// Adds patients with ids of their own in the order given: all of them, or none when it throws.
    ///
    /// - Throws: ``RecordStoreError/exists(_:)`` where an id is taken.
    func insert(contentsOf patients: [Patient], realm: RealmIdentifier) async throws(RecordStoreError)

    /// Makes a patient with the next id. A repeated write makes none and gives the one that was made.
    ///
    /// - Throws: ``RecordStoreError/keyReused`` and ``RecordStoreError/repeatedRecordGone`` for a repeated write.
    func create(
        _ detail: PatientDetail, realm: RealmIdentifier, at now: Timestamp, repeatable: RepeatableWrite?
    ) async throws(RecordStoreError) -> Patient

    /// Replaces what is known of a patient; `nil` where there is none of this id.
    ///
    /// - Parameter revision: the state that is to be replaced; any when `nil`.
    /// - Throws: ``RecordStoreError/changed`` where the patient is in another state.
    func replace(
        with detail: PatientDetail, realm: RealmIdentifier, id: RecordIdentifier, revision: Int?, at now: Timestamp
    ) async throws(RecordStoreError) -> Patient?

    /// Deletes a patient with all that belongs to it.
    ///
    /// - Returns: whether there was one.
    /// - Throws: ``RecordStoreError/changed`` where the patient is in another state than `revision`.
    func delete(
        realm: RealmIdentifier, id: RecordIdentifier, revision: Int?, at now: Timestamp
    ) async throws(RecordStoreError) -> Bool
}
