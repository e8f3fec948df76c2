import ExternalRecords

/// The forms of people, addresses and contacts, which several sections share.
enum PersonForms {
    static let names = WireForm<PersonName>(
        "PersonName", "The names of a person.", blank: PersonName(first: "", last: ""),
        [
            .text("FirstName", "The given name.", \.first, .line(1...100, example: "Avery")),
            .text("LastName", "The family name.", \.last, .line(1...100, example: "Stone")),
            .optionalText("MiddleName", "The middle name or initial.", \.middle, .line(0...100, example: "Q")),
        ])

    static let blankAddress = PostalAddress(line: "", city: "", state: "", zip: "")

    static let address = WireForm<PostalAddress>(
        "Address", "A postal address in the United States.", blank: blankAddress,
        [
            .text("AddressLine", "Number and street.", \.line, .line(example: "12 Elm St")),
            .optionalText("AddressLine2", "Apartment, suite and the like.", \.line2),
            .text("City", "The city.", \.city, .line(1...100, example: "Dayton")),
            .text("State", "The state.", \.state, state),
            .text("Zip", "The ZIP code: 5 digits, or ZIP+4.", \.zip, zip),
        ])

    static let contact = WireForm<ContactPoint>(
        "Contact", "A way to reach a person.", blank: ContactPoint(type: .home, value: ""),
        [
            .word("Type", "What it is.", \.type),
            .text("Value", "The number or e-mail address.", \.value, .line(example: "(937) 555-0134")),
            .optionalText("Ext", "The extension of a telephone number.", \.ext, .line(0...20)),
        ])

    static let emergencyContact = WireForm<EmergencyContact>(
        "EmergencyContact", "A person to call in an emergency.",
        blank: EmergencyContact(person: PersonName(first: "", last: ""), relationship: nil, contacts: []),
        [
            .object("Person", names, \.person),
            .optionalWord("Relationship", "What the person is to the patient.", \.relationship),
            .optionalText(
                "RelationshipOther", "The relation in words, where Relationship is Other.", \.relationshipOther),
            .optionalObject("Address", address, \.address),
            .list("Contacts", contact, "How to reach the person.", \.contacts),
        ])

    static let employerContact = WireForm<EmployerContact>(
        "EmployerContact", "Where the patient works.", blank: EmployerContact(employer: "", contacts: []),
        [
            .text("Employer", "The employer's name.", \.employer),
            .optionalObject("Address", address, \.address),
            .list("Contacts", contact, "How to reach the employer.", \.contacts),
        ])

    static let responsibleContact = WireForm<ResponsibleContact>(
        "ResponsibleContact", "The person who answers for the patient.",
        blank: ResponsibleContact(person: PersonName(first: "", last: ""), type: nil, contacts: []),
        [
            .object("Person", names, \.person),
            .optionalWord("Type", "What the person is to the patient.", \.type),
            .optionalObject("Address", address, \.address),
            .list("Contacts", contact, "How to reach the person.", \.contacts),
        ])

    static let medicalRelease = WireForm<MedicalRelease>(
        "MedicalRelease", "A person who may be told about the patient's treatment.",
        blank: MedicalRelease(name: PersonName(first: "", last: ""), relation: nil),
        [
            .object("Name", names, \.name),
            .optionalWord("RelationType", "What the person is to the patient.", \.relation),
            .optionalText("Email", "The person's e-mail address.", \.email),
            .optionalText("Phone", "The person's telephone number.", \.phone),
        ])

    static let state = TextRule.pattern([.capitals(2)], expectation: "a state: 2 capital letters", example: "OH")

    static let zip = TextRule.pattern(
        [.digits(5), .optional([.literal("-"), .digits(4)])],
        expectation: "a ZIP code of the form 12345 or 12345-6789", example: "45402")

    static let npi: JSONValue = ["pattern": "^[0-9]{10}$", "examples": ["1999999984"]]

    /// The schemas of these forms.
    static let components = [
        names.component, address.component, contact.component, emergencyContact.component, employerContact.component,
        responsibleContact.component, medicalRelease.component,
    ]
}
