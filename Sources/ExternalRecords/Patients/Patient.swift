/// All that a partner's program can write about a patient.
package struct PatientDetail: Hashable, Codable, HealthInformation {
    /// Who the patient is.
    package var general: PatientGeneral
    /// Whether the patient is served.
    package var status: PatientStatus
    /// Where the patient lives and where goods go.
    package var addresses: PatientAddresses
    /// How to reach the patient.
    package var contacts: PatientContacts
    /// Whether the patient's signature is on file.
    package var signatureOnFile: SignatureOnFile
    /// Whom to call in an emergency.
    package var emergencyContact: EmergencyContact?
    /// Where the patient works.
    package var employerContact: EmployerContact?
    /// Who answers for the patient.
    package var responsibleContact: ResponsibleContact?
    /// Who may be told about the treatment.
    package var medicalReleases: [MedicalRelease]
    /// The service location that the patient belongs to.
    package var location: ServiceLocation
    /// The facility in which the patient lives.
    package var facilityLocation: FacilityLocation?
    /// The patient's tags.
    package var tags: [PatientTag]
    /// Whether the patient is exempt from sales tax.
    package var taxExemption: TaxExemption

    /// Puts the sections together; those that are left out are empty.
    package init(
        general: PatientGeneral, status: PatientStatus, addresses: PatientAddresses, contacts: PatientContacts,
        location: ServiceLocation, signatureOnFile: SignatureOnFile = SignatureOnFile(isSigned: false),
        emergencyContact: EmergencyContact? = nil, employerContact: EmployerContact? = nil,
        responsibleContact: ResponsibleContact? = nil, medicalReleases: [MedicalRelease] = [],
        facilityLocation: FacilityLocation? = nil, tags: [PatientTag] = [],
        taxExemption: TaxExemption = TaxExemption(isEnabled: false)
    ) {
        self.general = general
        self.status = status
        self.addresses = addresses
        self.contacts = contacts
        self.signatureOnFile = signatureOnFile
        self.emergencyContact = emergencyContact
        self.employerContact = employerContact
        self.responsibleContact = responsibleContact
        self.medicalReleases = medicalReleases
        self.location = location
        self.facilityLocation = facilityLocation
        self.tags = tags
        self.taxExemption = taxExemption
    }
}

/// A patient of one realm.
package struct Patient: Hashable, HealthInformation {
    /// The id within the realm.
    package let id: RecordIdentifier
    /// What is known of the patient.
    package var detail: PatientDetail
    /// When it was made, and when it was last changed.
    package let version: RecordVersion

    /// Puts a record together.
    package init(id: RecordIdentifier, detail: PatientDetail, version: RecordVersion) {
        self.id = id
        self.detail = detail
        self.version = version
    }

    /// Where ids of patients begin.
    package static let firstNumber = 10_000_001

    /// The id as people see it, `P-10000001`.
    package var displayID: String { Self.displayID(of: id) }

    /// The id of a patient as people see it, `P-10000001`.
    package static func displayID(of id: RecordIdentifier) -> String { "P-\(id.text)" }

    /// The id, and nothing about the patient.
    package var description: String { "Patient \(displayID)" }
}
