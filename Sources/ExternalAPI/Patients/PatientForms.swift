import ExternalRecords

/// The detail form of a patient, section by section.
enum PatientForms {
    static let identifier: JSONValue = ["pattern": "^[0-9]{8}$", "examples": ["10000001"]]
    static let displayIdentifier: JSONValue = ["pattern": "^P-[0-9]{8}$", "examples": ["P-10000001"]]
    static let npi: JSONValue = ["pattern": "^[0-9]{10}$", "examples": ["1999999984"]]

    static let general = WireForm<PatientGeneral>(
        "PatientGeneral", "Who the patient is.",
        [
            .object("Name", PersonForms.names) { $0.name },
            .date("DateOfBirth", "The date of birth.") { $0.dateOfBirth },
            .word("Gender", "The gender.") { $0.gender },
            .optionalWord("Prefix", "The form of address.") { $0.prefix },
            .optionalNumber("Weight", "Body weight in pounds.", ["minimum": 0]) { $0.weightPounds },
            .optionalNumber("Height", "Body height in inches.", ["minimum": 0]) { $0.heightInches },
            .optionalText("Ssn", "The social security number.", ["examples": ["666-04-0961"]]) { $0.ssn },
            .optionalText("NickName", "What the patient likes to be called.") { $0.nickName },
            .optionalWord("MaritalStatus", "The marital status.") { $0.maritalStatus },
        ])

    static let status = WireForm<PatientStatus>(
        "PatientStatus", "Whether the patient is served, and if not, since when and why.",
        [
            .word("Status", "The standing. Inactive goes with a date and a reason.") { $0.standing },
            .optionalDate("DcDate", "The day on which service was discontinued.") { $0.discontinuedOn },
            .optionalWord("InactiveStatus", "Why the patient is inactive.") { $0.inactiveReason },
            .optionalText("InactiveStatusText", "The reason in words.") { $0.inactiveText },
        ])

    static let addresses = WireForm<PatientAddresses>(
        "PatientAddresses", "Where the patient lives and where goods go.",
        [
            .object("Patient", PersonForms.address) { $0.patient },
            .optionalObject("Delivery", PersonForms.address) { $0.delivery },
            .flag("SkipPatientAddressVerification", "The patient's address is taken as it is.") {
                $0.skipsPatientVerification
            },
            .flag("SkipDeliveryAddressVerification", "The delivery address is taken as it is.") {
                $0.skipsDeliveryVerification
            },
        ])

    static let contacts = WireForm<PatientContacts>(
        "PatientContacts", "How to reach the patient.",
        [
            .list("Contacts", PersonForms.contact, "The ways there are, the best first.") { $0.contacts },
            .optionalWord("PreferredContactType", "The one the patient likes best.") { $0.preferredType },
            .optionalWord("PreferredCallTime", "When the patient would rather be called.") { $0.preferredCallTime },
        ])

    static let signature = WireForm<SignatureOnFile>(
        "SignatureOnFile", "Whether the patient's signature is on file.",
        [
            .flag("IsSigned", "Whether the patient has signed.") { $0.isSigned },
            .optionalDate("SignedDate", "When the patient signed.") { $0.signedDate },
        ])

    static let location = WireForm<ServiceLocation>(
        "PatientLocation", "The service location that the patient belongs to.",
        [
            .text("Id", "The location's id.", ["pattern": "^[0-9]{8}$"]) { $0.id.text },
            .text("Name", "The location's name.", ["examples": ["Dayton Service Center"]]) { $0.name },
            .optionalText("Npi", "The location's National Provider Identifier.", npi) { $0.npi },
        ])

    static let facility = WireForm<FacilityLocation>(
        "FacilityLocation", "The facility in which the patient lives.",
        [
            .text("Id", "The facility's id.", ["pattern": "^[0-9]{8}$"]) { $0.id.text },
            .optionalObject("Address", PersonForms.address) { $0.address },
        ])

    static let tag = WireForm<PatientTag>(
        "PatientTag", "A word that patients are sorted by.",
        [
            .text("Id", "The tag's id.", ["pattern": "^[0-9]{8}$"]) { $0.id.text },
            .text("Name", "The word.", ["examples": ["Resupply"]]) { $0.name },
        ])

    static let taxExemption = WireForm<TaxExemption>(
        "TaxExemption", "Whether the patient is exempt from sales tax.",
        [
            .flag("Enabled", "Whether the exemption holds.") { $0.isEnabled },
            .optionalText("Note", "Why.") { $0.note },
        ])

    static let patient = WireForm<Patient>(
        "Patient", "All that is known of a patient. Members that are not known are null.",
        [
            .text("Id", "The patient's id in this environment.", identifier) { $0.id.text },
            .text("DisplayId", "The id as people see it.", displayIdentifier) { $0.displayID },
            .object("General", general) { $0.detail.general },
            .object("Status", status) { $0.detail.status },
            .object("Addresses", addresses) { $0.detail.addresses },
            .object("Contacts", contacts) { $0.detail.contacts },
            .object("SignatureOnFile", signature) { $0.detail.signatureOnFile },
            .optionalObject("EmergencyContact", PersonForms.emergencyContact) { $0.detail.emergencyContact },
            .optionalObject("EmployerContact", PersonForms.employerContact) { $0.detail.employerContact },
            .optionalObject("ResponsibleContact", PersonForms.responsibleContact) { $0.detail.responsibleContact },
            .list("MedicalReleaseInfo", PersonForms.medicalRelease, "Who may be told about the treatment.") {
                $0.detail.medicalReleases
            },
            .object("Location", location) { $0.detail.location },
            .optionalObject("FacilityLocation", facility) { $0.detail.facilityLocation },
            .list("Tags", tag, "The patient's tags.") { $0.detail.tags },
            .object("TaxExemption", taxExemption) { $0.detail.taxExemption },
        ])

    /// The schemas of these forms.
    static let components =
        [
            patient.component, general.component, status.component, addresses.component, contacts.component,
            signature.component, location.component, facility.component, tag.component, taxExemption.component,
        ] + PersonForms.components
}
