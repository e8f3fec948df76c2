import ExternalRecords

/// The flat rows of the patients' list. Their members are spelt as integrators' programs know them.
enum PatientRowForms {
    static let name = WireForm<PersonName>(
        "PatientRowName", "The patient's name.",
        [
            .text("FullName", "First, middle and last name.", ["examples": ["Avery Q Stone"]]) { $0.full },
            .text("First", "The given name.", ["examples": ["Avery"]]) { $0.first },
            .text("Last", "The family name.", ["examples": ["Stone"]]) { $0.last },
            .optionalText("Middle", "The middle name or initial.", ["examples": ["Q"]]) { $0.middle },
        ])

    static let address = WireForm<PostalAddress>(
        "PatientRowAddress", "Where the patient lives.",
        [
            .text("FullAddress", "The address in one line.", ["examples": ["12 Elm St, Dayton, OH 45402"]]) {
                $0.full
            },
            .text("AddressLine", "Number and street.", ["examples": ["12 Elm St"]]) { $0.line },
            .optionalText("AddressLine2", "Apartment, suite and the like.") { $0.line2 },
            .text("City", "The city.", ["examples": ["Dayton"]]) { $0.city },
            .text("Zip", "The ZIP code: 5 digits, or ZIP+4.", PersonForms.zip) { $0.zip },
            .text("State", "The state, 2 letters.", ["pattern": "^[A-Z]{2}$", "examples": ["OH"]]) { $0.state },
        ])

    static let row = WireForm<PatientSummary>(
        "PatientRow", "A patient in a list.",
        [
            .text("Id", "The patient's id in this environment.", PatientForms.identifier) { $0.id.text },
            .text("DisplayId", "The id as people see it.", PatientForms.displayIdentifier) {
                Patient.displayID(of: $0.id)
            },
            .object("Name", name) { $0.name },
            .date("DateOfBirthday", "The date of birth.") { $0.dateOfBirth },
            .object("Address", address) { $0.address },
            .optionalText("Phones", "The telephone numbers, a comma between.", ["examples": ["(937) 555-0134"]]) {
                $0.phones
            },
            .text("Active", "Whether the patient is served; a text.", ["enum": ["true", "false"]]) {
                $0.isActive ? "true" : "false"
            },
            .text("LocationName", "The name of the service location.", ["examples": ["Dayton Service Center"]]) {
                $0.locationName
            },
            .optionalText("LocationNpi", "Its National Provider Identifier.", PatientForms.npi) { $0.locationNPI },
            WireMember(
                name: "Tags",
                schema: [
                    "type": "array", "description": "The words of the patient's tags.", "items": ["type": "string"],
                ]
            ) { .array($0.tags.map(JSONValue.text)) },
            .word("Gender", "The gender.") { $0.gender },
        ])

    static let page = WireForm<PageOf<PatientSummary>>(
        "PatientPage", "A page of patients.",
        [
            .list("Items", row, "The page's patients; none past the end.") { $0.items },
            WireMember(
                name: "Count",
                schema: ["type": "integer", "minimum": 0, "description": "The number of patients on all pages."]
            ) { .integer($0.count) },
        ])

    /// The schemas of these forms.
    static let components = [page.component, row.component, name.component, address.component]
}
