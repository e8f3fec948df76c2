package import Timekeeping

/// What a list says of a patient: one flat row, derived from the whole record.
package struct PatientSummary: Hashable, HealthInformation {
    /// The id within the realm.
    package let id: RecordIdentifier
    /// The patient's name.
    package let name: PersonName
    /// The date of birth.
    package let dateOfBirth: CalendarDate
    /// The gender.
    package let gender: Gender
    /// Where the patient lives.
    package let address: PostalAddress
    /// The telephone numbers, a comma between.
    package let phones: String?
    /// Whether the patient is served.
    package let standing: PatientStanding
    /// The name of the service location.
    package let locationName: String
    /// The National Provider Identifier of the service location.
    package let locationNPI: String?
    /// The words of the patient's tags.
    package let tags: [String]
    /// When the record was last changed.
    package let modifiedAt: Timestamp

    /// Puts a row together, as a store reads it.
    package init(
        id: RecordIdentifier, name: PersonName, dateOfBirth: CalendarDate, gender: Gender, address: PostalAddress,
        phones: String?, standing: PatientStanding, locationName: String, locationNPI: String?, tags: [String],
        modifiedAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.dateOfBirth = dateOfBirth
        self.gender = gender
        self.address = address
        self.phones = phones
        self.standing = standing
        self.locationName = locationName
        self.locationNPI = locationNPI
        self.tags = tags
        self.modifiedAt = modifiedAt
    }

    /// The row of a patient.
    package init(of patient: Patient) {
        let detail = patient.detail
        self.init(
            id: patient.id, name: detail.general.name, dateOfBirth: detail.general.dateOfBirth,
            gender: detail.general.gender, address: detail.addresses.patient, phones: detail.contacts.phones,
            standing: detail.status.standing, locationName: detail.location.name, locationNPI: detail.location.npi,
            tags: detail.tags.map(\.name), modifiedAt: patient.version.modifiedAt)
    }

    /// Whether the patient is served at present.
    package var isActive: Bool { standing == .active }
    /// The id, and nothing about the patient.
    package var description: String { "Patient \(Patient.displayID(of: id))" }
}
