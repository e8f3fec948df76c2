import ExternalRecords

/// The detail form of a patient, section by section, as answers have it and as requests send it.
enum PatientForms {
    static let identifier: JSONValue = ["pattern": "^[0-9]{8}$", "examples": ["10000001"]]
    static let displayIdentifier: JSONValue = ["pattern": "^P-[0-9]{8}$", "examples": ["P-10000001"]]

    static let general = WireForm<PatientGeneral>(
        "PatientGeneral", "Who the patient is.",
        blank: PatientGeneral(name: PersonName(first: "", last: ""), dateOfBirth: .epoch, gender: .unknown),
        [
            .object("Name", PersonForms.names, \.name),
            .date("DateOfBirth", "The date of birth.", \.dateOfBirth),
            .word("Gender", "The gender.", \.gender),
            .optionalWord("Prefix", "The form of address.", \.prefix),
            .optionalNumber("Weight", "Body weight in pounds.", in: 0...FormLimits.weightPounds, \.weightPounds),
            .optionalNumber("Height", "Body height in inches.", in: 0...FormLimits.heightInches, \.heightInches),
            .optionalText("Ssn", "The social security number.", \.ssn, ssn),
            .optionalText("NickName", "What the patient likes to be called.", \.nickName, .line(0...100)),
            .optionalWord("MaritalStatus", "The marital status.", \.maritalStatus),
        ])

    private static let ssn = TextRule.pattern(
        [.digits(3), .optional([.literal("-")]), .digits(2), .optional([.literal("-")]), .digits(4)],
        expectation: "a social security number of the form 123-45-6789", example: "666-04-0961")

    static let status = WireForm<PatientStatus>(
        "PatientStatus", "Whether the patient is served, and if not, since when and why.",
        blank: PatientStatus(standing: .active),
        [
            .word(
                "Status", "The standing. Inactive goes with a date and a reason, the others with neither.", \.standing),
            .optionalDate("DcDate", "The day on which service was discontinued.", \.discontinuedOn),
            .optionalWord("InactiveStatus", "Why the patient is inactive.", \.inactiveReason),
            .optionalText("InactiveStatusText", "The reason in words.", \.inactiveText, .note()),
        ], rules: [standingRule])

    private static let standingRule = WireRule<PatientStatus>(
        schema: [
            "anyOf": [
                [
                    "properties": [
                        "Status": ["enum": ["Active", "Hold"]], "DcDate": ["type": "null"],
                        "InactiveStatus": ["type": "null"],
                    ]
                ],
                [
                    "properties": [
                        "Status": ["const": "Inactive"], "DcDate": ["type": "string"],
                        "InactiveStatus": ["type": "string"],
                    ],
                    "required": ["DcDate", "InactiveStatus"],
                ],
            ]
        ]
    ) { status, reading in
        let isInactive = status.standing == .inactive
        for (name, isThere) in [
            ("DcDate", status.discontinuedOn != nil), ("InactiveStatus", status.inactiveReason != nil),
        ] where isThere != isInactive {
            reading.inside(name) { reading in
                reading.note(
                    isInactive
                        ? "The member is missing. Where Status is Inactive, DcDate and InactiveStatus say since when "
                            + "and why."
                        : "A value, where null is expected: Status is not Inactive.")
            }
        }
    }

    static let addresses = WireForm<PatientAddresses>(
        "PatientAddresses", "Where the patient lives and where goods go.",
        blank: PatientAddresses(patient: PersonForms.blankAddress),
        [
            .object("Patient", PersonForms.address, \.patient),
            .optionalObject("Delivery", PersonForms.address, \.delivery),
            .flagOrFalse(
                "SkipPatientAddressVerification", "The patient's address is taken as it is.",
                \.skipsPatientVerification),
            .flagOrFalse(
                "SkipDeliveryAddressVerification", "The delivery address is taken as it is.",
                \.skipsDeliveryVerification),
        ])

    static let contacts = WireForm<PatientContacts>(
        "PatientContacts", "How to reach the patient.", blank: PatientContacts(contacts: []),
        [
            .list("Contacts", PersonForms.contact, "The ways there are, the best first.", \.contacts),
            .optionalWord("PreferredContactType", "The one the patient likes best.", \.preferredType),
            .optionalWord("PreferredCallTime", "When the patient would rather be called.", \.preferredCallTime),
        ])

    static let signature = WireForm<SignatureOnFile>(
        "SignatureOnFile", "Whether the patient's signature is on file.", blank: SignatureOnFile(isSigned: false),
        [
            .flag("IsSigned", "Whether the patient has signed.", \.isSigned),
            .optionalDate("SignedDate", "When the patient signed.", \.signedDate),
        ])

    static let location = WireForm<ServiceLocation>(
        "PatientLocation", "The service location that the patient belongs to.",
        [
            .shownText("Id", "The location's id.", ["pattern": "^[0-9]{8}$", "examples": ["20000001"]]) { $0.id.text },
            .shownText("Name", "The location's name.", ["examples": ["Dayton Service Center"]]) { $0.name },
            .shownOptionalText("Npi", "The location's National Provider Identifier.", PersonForms.npi) { $0.npi },
        ])

    static let facility = WireForm<FacilityLocation>(
        "FacilityLocation", "The facility in which the patient lives.",
        blank: FacilityLocation(id: .zero, address: nil),
        [
            .identifier("Id", "The facility's id.", of: "a facility", example: "40000001", \.id),
            .echoedObject("Address", PersonForms.address) { $0.address },
        ])

    static let tag = WireForm<PatientTag>(
        "PatientTag", "A word that patients are sorted by.", blank: PatientTag(id: .zero, name: ""),
        [
            .identifier("Id", "The tag's id.", of: "a tag", example: "30000001", \.id),
            .echoedText("Name", "The word.", .line(0...100, example: "Resupply")) { $0.name },
        ])

    static let taxExemption = WireForm<TaxExemption>(
        "TaxExemption", "Whether the patient is exempt from sales tax.", blank: TaxExemption(isEnabled: false),
        [
            .flag("Enabled", "Whether the exemption holds.", \.isEnabled),
            .optionalText("Note", "Why.", \.note, .note()),
        ])

    /// The sections that answers and requests have alike, up to the medical releases.
    private static let sections: [WireMember<PatientDetail>] = [
        .object("General", general, \.general),
        .objectOrEmpty("Status", status, \.status),
        .object("Addresses", addresses, \.addresses),
        .objectOrEmpty("Contacts", contacts, \.contacts),
        .objectOrEmpty("SignatureOnFile", signature, \.signatureOnFile),
        .optionalObject("EmergencyContact", PersonForms.emergencyContact, \.emergencyContact),
        .optionalObject("EmployerContact", PersonForms.employerContact, \.employerContact),
        .optionalObject("ResponsibleContact", PersonForms.responsibleContact, \.responsibleContact),
        .list(
            "MedicalReleaseInfo", PersonForms.medicalRelease, "Who may be told about the treatment.",
            \.medicalReleases),
    ]

    private static let lastSections: [WireMember<PatientDetail>] = [
        .optionalObject("FacilityLocation", facility, \.facilityLocation),
        .list("Tags", tag, "The patient's tags.", \.tags),
        .objectOrEmpty("TaxExemption", taxExemption, \.taxExemption),
    ]

    static let patient = WireForm<Patient>(
        "Patient", "All that is known of a patient. Answers carry every member, null where nothing is known.",
        [
            .shownText("Id", "The patient's id in this environment.", identifier) { $0.id.text },
            .shownText("DisplayId", "The id as people see it.", displayIdentifier) { $0.displayID },
        ] + sections.map { $0.lifted(\.detail) } + [
            .shownObject("Location", location) { $0.detail.location }
        ] + lastSections.map { $0.lifted(\.detail) } + [
            .shownMoment("ModifiedDate", "When the record was last changed.") { $0.version.modifiedAt }
        ])

    static let input = WireForm<PatientDetail>(
        "PatientInput",
        "What is written of a patient: the detail without Id, DisplayId and Location, with LocationId. Members that "
            + "are left out or null are empty.",
        blank: blank,
        [
            .refused("Id", "The id stands in the path, and a new patient gets one from the server."),
            .refused("DisplayId", "The server makes it of the id."),
        ] + sections + [
            .refused("Location", "Send LocationId with the location's id instead."),
            WireMember<PatientDetail>.identifier(
                "LocationId", "The service location that the patient belongs to.", of: "a location",
                example: "20000001", \.location.id
            ).unread,
        ] + lastSections + [
            .echoedMoment("ModifiedDate", "When the record was last changed.")
        ])

    private static var blank: PatientDetail {
        PatientDetail(
            general: PatientGeneral(name: PersonName(first: "", last: ""), dateOfBirth: .epoch, gender: .unknown),
            status: PatientStatus(standing: .active), addresses: PatientAddresses(patient: PersonForms.blankAddress),
            contacts: PatientContacts(contacts: []), location: ServiceLocation(id: .zero, name: "", npi: nil))
    }

    /// The schemas of these forms.
    static let components =
        [
            patient.component, input.component, general.component, status.component, addresses.component,
            contacts.component, signature.component, location.component, facility.component, tag.component,
            taxExemption.component,
        ] + PersonForms.components
}
