/// What kind of insurer a payer is.
package enum PayerType: String, Vocabulary {
    case medicare = "Medicare"
    case medicaid = "Medicaid"
    case commercial = "Commercial"
    case workersCompensation = "WorkersCompensation"
    case other = "Other"
}

/// Who pays for what patients get.
package struct Payer: StoredRecord {
    /// Payers have ids from 60000001.
    package static let kind = RecordKind("payer", firstNumber: 60_000_001)

    /// Its name.
    package var name: String
    /// The code by which claims name it.
    package var claimCode: String
    /// What kind of insurer it is.
    package var type: PayerType
    /// Its telephone number.
    package var phone: String?
    /// Whether new insurances may name it.
    package var isActive: Bool

    /// Describes a payer.
    package init(name: String, claimCode: String, type: PayerType, phone: String?, isActive: Bool = true) {
        self.name = name
        self.claimCode = claimCode
        self.type = type
        self.phone = phone
        self.isActive = isActive
    }
}

/// How a plan is organised.
package enum PlanType: String, Vocabulary {
    case healthMaintenance = "HMO"
    case preferredProvider = "PPO"
    case pointOfService = "POS"
    case feeForService = "FFS"
    case other = "Other"
}

/// A plan of a payer, to which it belongs.
package struct Plan: StoredRecord {
    /// Plans have ids from 65000001.
    package static let kind = RecordKind("plan", firstNumber: 65_000_001)

    /// Its name.
    package var name: String
    /// How it is organised.
    package var type: PlanType
    /// Whether it is offered.
    package var isActive: Bool

    /// Describes a plan.
    package init(name: String, type: PlanType, isActive: Bool = true) {
        self.name = name
        self.type = type
        self.isActive = isActive
    }
}
