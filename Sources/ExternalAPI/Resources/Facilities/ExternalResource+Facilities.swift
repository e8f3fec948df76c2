package import ExternalRecords

extension ExternalResource {
    /// The facilities of a realm.
    package static func facilities(_ store: any RecordStore) -> ExternalResource {
        let facilities = ReadOnlyResource<Facility>(
            noun: "facility", plural: "facilities", names: ("Facility", "Facilities"), form: form,
            scopes: ResourceScopes("facilities", of: "facilities"))
        return ExternalResource(
            name: "Facilities", summary: "The homes and hospitals in which patients live.", scopes: facilities.scopes,
            schemas: [facilities.page.component, facilities.form.component, PersonForms.address.component],
            operations: [facilities.list(store), facilities.get(store)])
    }

    private static let form = WireForm<Stored<Facility>>(
        "Facility", "A home or hospital in which patients live.",
        [
            .identifier("facility", example: "40000001"),
            .shownText("Name", "Its name.", ["examples": ["Dayton Convalescent Home"]]) { $0.record.name },
            .shownObject("Address", PersonForms.address) { $0.record.address },
            .shownOptionalText("Phone", "Its telephone number.") { $0.record.phone },
            .shownFlag("Active", "Whether patients live there.") { $0.record.isActive },
            .modified(),
        ])
}
