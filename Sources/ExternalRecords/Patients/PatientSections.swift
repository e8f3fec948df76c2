/// Who a patient is.
package struct PatientGeneral: Hashable, Codable, HealthInformation {
    /// The patient's name.
    package var name: PersonName
    /// The date of birth.
    package var dateOfBirth: CalendarDate
    /// The gender.
    package var gender: Gender
    /// The form of address.
    package var prefix: NamePrefix?
    /// Body weight in pounds.
    package var weightPounds: Double?
    /// Body height in inches.
    package var heightInches: Double?
    /// The social security number, `AAA-GG-SSSS`.
    package var ssn: String?
    /// What the patient likes to be called.
    package var nickName: String?
    /// The marital status.
    package var maritalStatus: MaritalStatus?

    /// Puts the section together.
    package init(
        name: PersonName, dateOfBirth: CalendarDate, gender: Gender, prefix: NamePrefix? = nil,
        weightPounds: Double? = nil, heightInches: Double? = nil, ssn: String? = nil, nickName: String? = nil,
        maritalStatus: MaritalStatus? = nil
    ) {
        self.name = name
        self.dateOfBirth = dateOfBirth
        self.gender = gender
        self.prefix = prefix
        self.weightPounds = weightPounds
        self.heightInches = heightInches
        self.ssn = ssn
        self.nickName = nickName
        self.maritalStatus = maritalStatus
    }
}

/// Whether a patient is served, and if not, since when and why.
package struct PatientStatus: Hashable, Codable, HealthInformation {
    /// The standing.
    package var standing: PatientStanding
    /// The day on which service was discontinued.
    package var discontinuedOn: CalendarDate?
    /// Why the patient is inactive.
    package var inactiveReason: InactiveReason?
    /// The reason in words.
    package var inactiveText: String?

    /// Puts the section together.
    package init(
        standing: PatientStanding, discontinuedOn: CalendarDate? = nil, inactiveReason: InactiveReason? = nil,
        inactiveText: String? = nil
    ) {
        self.standing = standing
        self.discontinuedOn = discontinuedOn
        self.inactiveReason = inactiveReason
        self.inactiveText = inactiveText
    }

    /// Whether the parts agree: an inactive patient has a reason and a date, any other has neither.
    package var isConsistent: Bool {
        switch standing {
        case .inactive: discontinuedOn != nil && inactiveReason != nil
        case .active, .hold: discontinuedOn == nil && inactiveReason == nil
        }
    }
}

/// Where a patient lives and where goods go.
package struct PatientAddresses: Hashable, Codable, HealthInformation {
    /// Where the patient lives.
    package var patient: PostalAddress
    /// Where goods go, if elsewhere.
    package var delivery: PostalAddress?
    /// The patient's address is to be taken as it is.
    package var skipsPatientVerification: Bool
    /// The delivery address is to be taken as it is.
    package var skipsDeliveryVerification: Bool

    /// Puts the section together.
    package init(
        patient: PostalAddress, delivery: PostalAddress? = nil, skipsPatientVerification: Bool = false,
        skipsDeliveryVerification: Bool = false
    ) {
        self.patient = patient
        self.delivery = delivery
        self.skipsPatientVerification = skipsPatientVerification
        self.skipsDeliveryVerification = skipsDeliveryVerification
    }
}

/// How to reach a patient.
package struct PatientContacts: Hashable, Codable, HealthInformation {
    /// The ways there are, the best first.
    package var contacts: [ContactPoint]
    /// The one the patient likes best.
    package var preferredType: ContactType?
    /// When the patient would rather be called.
    package var preferredCallTime: CallTime?

    /// Puts the section together.
    package init(
        contacts: [ContactPoint], preferredType: ContactType? = nil, preferredCallTime: CallTime? = nil
    ) {
        self.contacts = contacts
        self.preferredType = preferredType
        self.preferredCallTime = preferredCallTime
    }

    /// The telephone numbers, a comma between.
    package var phones: String? {
        let numbers = contacts.filter(\.type.isTelephone).map(\.value)
        return numbers.isEmpty ? nil : numbers.joined(separator: ", ")
    }
}

/// Whether the patient's signature is on file.
package struct SignatureOnFile: Hashable, Codable, HealthInformation {
    /// Whether the patient has signed.
    package var isSigned: Bool
    /// When.
    package var signedDate: CalendarDate?

    /// Puts the section together.
    package init(isSigned: Bool, signedDate: CalendarDate? = nil) {
        self.isSigned = isSigned
        self.signedDate = signedDate
    }
}

/// The service location that a patient belongs to.
package struct ServiceLocation: Hashable, Codable, Sendable {
    /// Its id.
    package var id: RecordIdentifier
    /// Its name.
    package var name: String
    /// Its National Provider Identifier, 10 digits.
    package var npi: String?

    /// Puts a location together.
    package init(id: RecordIdentifier, name: String, npi: String?) {
        self.id = id
        self.name = name
        self.npi = npi
    }
}

/// The facility in which a patient lives.
package struct FacilityLocation: Hashable, Codable, HealthInformation {
    /// Its id.
    package var id: RecordIdentifier
    /// Where it is.
    package var address: PostalAddress?

    /// Puts a facility together.
    package init(id: RecordIdentifier, address: PostalAddress?) {
        self.id = id
        self.address = address
    }
}

/// A word that patients are sorted by.
package struct PatientTag: Hashable, Codable, Sendable {
    /// Its id.
    package var id: RecordIdentifier
    /// The word.
    package var name: String

    /// Puts a tag together.
    package init(id: RecordIdentifier, name: String) {
        self.id = id
        self.name = name
    }
}

/// Whether a patient is exempt from sales tax.
package struct TaxExemption: Hashable, Codable, HealthInformation {
    /// Whether the exemption holds.
    package var isEnabled: Bool
    /// Why.
    package var note: String?

    /// Puts the section together.
    package init(isEnabled: Bool, note: String? = nil) {
        self.isEnabled = isEnabled
        self.note = note
    }
}
