/// The names of a person.
package struct PersonName: Hashable, Codable, HealthInformation {
    /// The given name.
    package var first: String
    /// The family name.
    package var last: String
    /// The middle name or initial.
    package var middle: String?

    /// Puts a name together.
    package init(first: String, last: String, middle: String? = nil) {
        self.first = first
        self.last = last
        self.middle = middle
    }

    /// First, middle and last name with a space between, such as `Avery Q Stone`.
    package var full: String {
        [first, middle, last].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: " ")
    }
}

/// A postal address in the United States.
package struct PostalAddress: Hashable, Codable, HealthInformation {
    /// Number and street.
    package var line: String
    /// Apartment, suite and the like.
    package var line2: String?
    /// The city.
    package var city: String
    /// The state, 2 letters.
    package var state: String
    /// The ZIP code: 5 digits, or ZIP+4.
    package var zip: String

    /// Puts an address together.
    package init(line: String, line2: String? = nil, city: String, state: String, zip: String) {
        self.line = line
        self.line2 = line2
        self.city = city
        self.state = state
        self.zip = zip
    }

    /// The address in one line, such as `12 Elm St, Dayton, OH 45402`.
    package var full: String {
        let street = [line, line2].compactMap(\.self).filter { !$0.isEmpty }
        return (street + [city, "\(state) \(zip)"]).joined(separator: ", ")
    }
}

/// A way to reach a person.
package struct ContactPoint: Hashable, Codable, HealthInformation {
    /// What it is.
    package var type: ContactType
    /// The number or address.
    package var value: String
    /// The extension of a telephone number.
    package var ext: String?

    /// Puts a contact together.
    package init(type: ContactType, value: String, ext: String? = nil) {
        self.type = type
        self.value = value
        self.ext = ext
    }
}

/// A person to call in an emergency.
package struct EmergencyContact: Hashable, Codable, HealthInformation {
    /// The person.
    package var person: PersonName
    /// What the person is to the patient.
    package var relationship: Relationship?
    /// The relation in words, where it is another one.
    package var relationshipOther: String?
    /// Where the person lives.
    package var address: PostalAddress?
    /// How to reach the person.
    package var contacts: [ContactPoint]

    /// Puts an emergency contact together.
    package init(
        person: PersonName, relationship: Relationship?, relationshipOther: String? = nil,
        address: PostalAddress? = nil, contacts: [ContactPoint]
    ) {
        self.person = person
        self.relationship = relationship
        self.relationshipOther = relationshipOther
        self.address = address
        self.contacts = contacts
    }
}

/// Where a patient works.
package struct EmployerContact: Hashable, Codable, HealthInformation {
    /// The employer's name.
    package var employer: String
    /// Where it is.
    package var address: PostalAddress?
    /// How to reach it.
    package var contacts: [ContactPoint]

    /// Puts an employer together.
    package init(employer: String, address: PostalAddress? = nil, contacts: [ContactPoint]) {
        self.employer = employer
        self.address = address
        self.contacts = contacts
    }
}

/// The person who answers for a patient.
package struct ResponsibleContact: Hashable, Codable, HealthInformation {
    /// The person.
    package var person: PersonName
    /// What the person is to the patient.
    package var type: Relationship?
    /// Where the person lives.
    package var address: PostalAddress?
    /// How to reach the person.
    package var contacts: [ContactPoint]

    /// Puts a responsible person together.
    package init(
        person: PersonName, type: Relationship?, address: PostalAddress? = nil, contacts: [ContactPoint]
    ) {
        self.person = person
        self.type = type
        self.address = address
        self.contacts = contacts
    }
}

/// A person who may be told about a patient's treatment.
package struct MedicalRelease: Hashable, Codable, HealthInformation {
    /// The person.
    package var name: PersonName
    /// What the person is to the patient.
    package var relation: Relationship?
    /// The person's e-mail address.
    package var email: String?
    /// The person's telephone number.
    package var phone: String?

    /// Puts a release together.
    package init(name: PersonName, relation: Relationship?, email: String? = nil, phone: String? = nil) {
        self.name = name
        self.relation = relation
        self.email = email
        self.phone = phone
    }
}
