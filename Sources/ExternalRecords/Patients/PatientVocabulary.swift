/// A closed set of words. The raw values are the words on the wire and in the store, and are published.
package protocol Vocabulary: RawRepresentable, CaseIterable, Codable, Hashable, Sendable where RawValue == String {}

/// A patient's gender.
package enum Gender: String, Vocabulary {
    case male = "Male"
    case female = "Female"
    case other = "Other"
    case unknown = "Unknown"
}

/// A form of address.
package enum NamePrefix: String, Vocabulary {
    case mr = "Mr"
    case mrs = "Mrs"
    case ms = "Ms"
    case miss = "Miss"
    case mx = "Mx"
    case dr = "Dr"
}

/// A patient's marital status.
package enum MaritalStatus: String, Vocabulary {
    case single = "Single"
    case married = "Married"
    case domesticPartner = "DomesticPartner"
    case separated = "Separated"
    case divorced = "Divorced"
    case widowed = "Widowed"
    case unknown = "Unknown"
}

/// Whether a patient is served at present.
package enum PatientStanding: String, Vocabulary {
    case active = "Active"
    case hold = "Hold"
    case inactive = "Inactive"
}

/// Why a patient is inactive.
package enum InactiveReason: String, Vocabulary {
    case insuranceExpired = "InsuranceExpired"
    case therapyCompleted = "TherapyCompleted"
    case transferred = "Transferred"
    case moved = "Moved"
    case deceased = "Deceased"
    case other = "Other"
}

/// What kind of address or number a contact is.
package enum ContactType: String, Vocabulary {
    case home = "Home"
    case mobile = "Mobile"
    case work = "Work"
    case fax = "Fax"
    case email = "Email"

    /// Whether a person can be called there.
    package var isTelephone: Bool {
        switch self {
        case .home, .mobile, .work: true
        case .fax, .email: false
        }
    }
}

/// When a patient would rather be called.
package enum CallTime: String, Vocabulary {
    case morning = "Morning"
    case afternoon = "Afternoon"
    case evening = "Evening"
    case anytime = "Anytime"
}

/// What a person is to a patient.
package enum Relationship: String, Vocabulary {
    case spouse = "Spouse"
    case child = "Child"
    case parent = "Parent"
    case sibling = "Sibling"
    case grandparent = "Grandparent"
    case grandchild = "Grandchild"
    case guardian = "Guardian"
    case caregiver = "Caregiver"
    case friend = "Friend"
    case other = "Other"
}
