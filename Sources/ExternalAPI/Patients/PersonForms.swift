import ExternalRecords

/// The forms of people, addresses and contacts, which several sections share.
enum PersonForms {
    static let names = WireForm<PersonName>(
        "PersonName", "The names of a person.",
        [
            .text("FirstName", "The given name.", ["examples": ["Avery"]]) { $0.first },
            .text("LastName", "The family name.", ["examples": ["Stone"]]) { $0.last },
            .optionalText("MiddleName", "The middle name or initial.", ["examples": ["Q"]]) { $0.middle },
        ])

    static let address = WireForm<PostalAddress>(
        "Address", "A postal address in the United States.",
        [
            .text("AddressLine", "Number and street.", ["examples": ["12 Elm St"]]) { $0.line },
            .optionalText("AddressLine2", "Apartment, suite and the like.") { $0.line2 },
            .text("City", "The city.", ["examples": ["Dayton"]]) { $0.city },
            .text("State", "The state, 2 letters.", ["pattern": "^[A-Z]{2}$", "examples": ["OH"]]) { $0.state },
            .text("Zip", "The ZIP code: 5 digits, or ZIP+4.", zip) { $0.zip },
        ])

    static let contact = WireForm<ContactPoint>(
        "Contact", "A way to reach a person.",
        [
            .word("Type", "What it is.") { $0.type },
            .text("Value", "The number or e-mail address.", ["examples": ["(937) 555-0134"]]) { $0.value },
            .optionalText("Ext", "The extension of a telephone number.") { $0.ext },
        ])

    static let emergencyContact = WireForm<EmergencyContact>(
        "EmergencyContact", "A person to call in an emergency.",
        [
            .object("Person", names) { $0.person },
            .optionalWord("Relationship", "What the person is to the patient.") { $0.relationship },
            .optionalText("RelationshipOther", "The relation in words, where Relationship is Other.") {
                $0.relationshipOther
            },
            .optionalObject("Address", address) { $0.address },
            .list("Contacts", contact, "How to reach the person.") { $0.contacts },
        ])

    static let employerContact = WireForm<EmployerContact>(
        "EmployerContact", "Where the patient works.",
        [
            .text("Employer", "The employer's name.") { $0.employer },
            .optionalObject("Address", address) { $0.address },
            .list("Contacts", contact, "How to reach the employer.") { $0.contacts },
        ])

    static let responsibleContact = WireForm<ResponsibleContact>(
        "ResponsibleContact", "The person who answers for the patient.",
        [
            .object("Person", names) { $0.person },
            .optionalWord("Type", "What the person is to the patient.") { $0.type },
            .optionalObject("Address", address) { $0.address },
            .list("Contacts", contact, "How to reach the person.") { $0.contacts },
        ])

    static let medicalRelease = WireForm<MedicalRelease>(
        "MedicalRelease", "A person who may be told about the patient's treatment.",
        [
            .object("Name", names) { $0.name },
            .optionalWord("RelationType", "What the person is to the patient.") { $0.relation },
            .optionalText("Email", "The person's e-mail address.") { $0.email },
            .optionalText("Phone", "The person's telephone number.") { $0.phone },
        ])

    static let zip: JSONValue = ["pattern": "^[0-9]{5}(-[0-9]{4})?$", "examples": ["45402"]]

    /// The schemas of these forms.
    static let components = [
        names.component, address.component, contact.component, emergencyContact.component, employerContact.component,
        responsibleContact.component, medicalRelease.component,
    ]
}
