/// Whether an insurance is in force.
package enum InsuranceStatus: String, Vocabulary {
    case active = "Active"
    case pending = "Pending"
    case inactive = "Inactive"
}

/// The payer of an insurance, as it was called when the insurance was written.
package struct InsurancePayer: Hashable, Codable, Sendable {
    /// The payer's id.
    package var id: RecordIdentifier
    /// Its name.
    package var name: String
    /// The code by which claims name it.
    package var claimCode: String

    /// Puts a payer together.
    package init(id: RecordIdentifier, name: String, claimCode: String) {
        self.id = id
        self.name = name
        self.claimCode = claimCode
    }
}

/// Whether somebody has made sure that an insurance is in force.
package struct InsuranceVerification: Hashable, Codable, HealthInformation {
    /// Who.
    package var verifiedBy: PersonName?
    /// When.
    package var verifiedOn: CalendarDate?
    /// Whether.
    package var isVerified: Bool

    /// Puts the section together.
    package init(verifiedBy: PersonName? = nil, verifiedOn: CalendarDate? = nil, isVerified: Bool = false) {
        self.verifiedBy = verifiedBy
        self.verifiedOn = verifiedOn
        self.isVerified = isVerified
    }
}

/// An insurance of a patient, to whom it belongs.
package struct Insurance: StoredRecord, HealthInformation {
    /// Insurances have ids from 50000001.
    package static let kind = RecordKind("insurance", firstNumber: 50_000_001)

    /// Whether it is in force.
    package var status: InsuranceStatus
    /// Its place among the patient's insurances: 1 pays first.
    package var position: Int
    /// Who pays.
    package var payer: InsurancePayer
    /// The number of the policy.
    package var policyNumber: String?
    /// Whether somebody has made sure.
    package var verification: InsuranceVerification

    /// Describes an insurance.
    package init(
        status: InsuranceStatus, position: Int, payer: InsurancePayer, policyNumber: String?,
        verification: InsuranceVerification = InsuranceVerification()
    ) {
        self.status = status
        self.position = position
        self.payer = payer
        self.policyNumber = policyNumber
        self.verification = verification
    }

    /// The id of an insurance as people see it, `I-50000001`.
    package static func displayID(of id: RecordIdentifier) -> String { "I-\(id.text)" }
}
