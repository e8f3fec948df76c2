import ExternalRecords

/// The flat rows of the patients' list. Their members are spelt as integrators' programs know them.
enum PatientRowForms {
    static let name = WireForm<PersonName>(
        "PatientRowName", "The patient's name.",
        [
            .shownText("FullName", "First, middle and last name.", ["examples": ["Avery Q Stone"]]) { $0.full },
            .shownText("First", "The given name.", ["examples": ["Avery"]]) { $0.first },
            .shownText("Last", "The family name.", ["examples": ["Stone"]]) { $0.last },
            .shownOptionalText("Middle", "The middle name or initial.", ["examples": ["Q"]]) { $0.middle },
        ])

    static let address = WireForm<PostalAddress>(
        "PatientRowAddress", "Where the patient lives.",
        [
            .shownText("FullAddress", "The address in one line.", ["examples": ["12 Elm St, Dayton, OH 45402"]]) {
                $0.full
            },
            .shownText("AddressLine", "Number and street.", ["examples": ["12 Elm St"]]) { $0.line },
            .shownOptionalText("AddressLine2", "Apartment, suite and the like.") { $0.line2 },
            .shownText("City", "The city.", ["examples": ["Dayton"]]) { $0.city },
            .shownText("Zip", "The ZIP code: 5 digits, or ZIP+4.", PersonForms.zip.schema) { $0.zip },
            .shownText("State", "The state, 2 letters.", PersonForms.state.schema) { $0.state },
        ])

    static let row = WireForm<PatientSummary>(
        "PatientRow", "A patient in a list.",
        [
            .shownText("Id", "The patient's id in this environment.", PatientForms.identifier) { $0.id.text },
            .shownText("DisplayId", "The id as people see it.", PatientForms.displayIdentifier) {
                Patient.displayID(of: $0.id)
            },
            .shownObject("Name", name) { $0.name },
            .shownText("DateOfBirthday", "The date of birth.", TextRule.date.schema) { $0.dateOfBirth.description },
            .shownObject("Address", address) { $0.address },
            .shownOptionalText(
                "Phones", "The telephone numbers, a comma between.", ["examples": ["(937) 555-0134"]]
            ) { $0.phones },
            .shownText("Active", "Whether the patient is served; a text.", ["enum": ["true", "false"]]) {
                $0.isActive ? "true" : "false"
            },
            .shownText("LocationName", "The name of the service location.", ["examples": ["Dayton Service Center"]]) {
                $0.locationName
            },
            .shownOptionalText("LocationNpi", "Its National Provider Identifier.", PersonForms.npi) { $0.locationNPI },
            .shown(
                "Tags",
                [
                    "type": "array", "description": "The words of the patient's tags.", "items": ["type": "string"],
                ]
            ) { .array($0.tags.map(JSONValue.text)) },
            .shownText("Gender", "The gender.", TextRule.word(Gender.self, orNull: false).schema) {
                $0.gender.rawValue
            },
            .shownMoment("ModifiedDate", "When the record was last changed.") { $0.modifiedAt },
        ])

    static let page = PageForms.page("PatientPage", "A page of patients.", of: row)

    static let change = WireForm<PatientChange>(
        "PatientChange", "What happened last to a patient.",
        [
            .shownText("Id", "The patient's id in this environment.", PatientForms.identifier) { $0.id.text },
            .shownText(
                "Change", "What happened last. A change of an insurance is one of its patient.",
                TextRule.word(PatientChange.Kind.self, orNull: false).schema
            ) { $0.kind.rawValue },
            .shownMoment("ChangedDate", "When it happened.") { $0.at },
            .shown("Patient", .nullable(row.name)) { row.json($0.patient) },
        ])

    static let changes = WireForm<PatientChanges>(
        "PatientChanges", "Changes in the order in which they happened.",
        [
            .shownList("Items", change, "The changes; none where nothing has changed since.") { $0.items },
            .shownText(
                "After", "Where these changes end: the `after` of the next call.", ["examples": ["250"]]
            ) { String($0.last) },
            .shownFlag("More", "Whether there are more changes already.") { $0.hasMore },
        ])

    static let search = WireForm<PatientSearch>(
        "PatientSearch", "Whom to search for. LastName or DateOfBirth must be there.", blank: PatientSearch(),
        [
            .optionalText("LastName", "The family name or its beginning, in any case.", \.lastName, .line(1...100)),
            .optionalText("FirstName", "The given name or its beginning, in any case.", \.firstName, .line(1...100)),
            .optionalDate("DateOfBirth", "The date of birth.", \.dateOfBirth),
        ], rules: [searchRule])

    private static let searchRule = WireRule<PatientSearch>(
        schema: [
            "anyOf": [
                ["required": ["LastName"], "properties": ["LastName": ["type": "string"]]],
                ["required": ["DateOfBirth"], "properties": ["DateOfBirth": ["type": "string"]]],
            ]
        ]
    ) { search, reading in
        if search.lastName == nil, search.dateOfBirth == nil {
            reading.note("Neither LastName nor DateOfBirth is there. Send one of them, or both.")
        }
    }

    /// The schemas of these forms.
    static let components = [
        page.component, row.component, name.component, address.component, changes.component, change.component,
        search.component,
    ]
}

/// A part of the changes.
struct PatientChanges: Sendable {
    let items: [PatientChange]
    let last: Int64
    let hasMore: Bool
}
