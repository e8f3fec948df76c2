package import ExternalRecords

/// What a call did with the data of patients, for the record of who has seen whom.
package struct PatientAccess: Hashable, Sendable {
    /// What was done.
    package enum Action: String, Hashable, Sendable, CaseIterable {
        case list
        case search
        case follow
        case read
        case create
        case replace
        case delete
    }

    /// What was done.
    package let action: Action
    /// The kind of record, such as `patient`.
    package let kind: String
    /// The patients whose data it was.
    package let patients: [RecordIdentifier]
    /// The records of theirs, where it was not the patients' own.
    package let records: [RecordIdentifier]

    /// Describes an access.
    package init(
        _ action: Action, kind: String = "patient", patients: [RecordIdentifier], records: [RecordIdentifier] = []
    ) {
        self.action = action
        self.kind = kind
        self.patients = patients
        self.records = records
    }
}
