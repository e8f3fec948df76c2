import ExternalRecords

/// The form of a location.
enum LocationForms {
    static let location = WireForm<Stored<Location>>(
        "Location", "A place of the tenant's own.",
        [
            .identifier("location", example: "20000001"),
            .shownText("Name", "Its name.", ["examples": ["Dayton Service Center"]]) { $0.record.name },
            .shownText("Type", "What it is for.", TextRule.word(LocationType.self, orNull: false).schema) {
                $0.record.type.rawValue
            },
            .shownOptionalText("Npi", "Its National Provider Identifier.", PersonForms.npi) { $0.record.npi },
            .shownObject("Address", PersonForms.address) { $0.record.address },
            .shownOptionalText("Phone", "Its telephone number.") { $0.record.phone },
            .shownFlag("Active", "Whether it is in use.") { $0.record.isActive },
            .modified(),
        ])
}
