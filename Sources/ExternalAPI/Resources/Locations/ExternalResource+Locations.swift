package import ExternalRecords

extension ExternalResource {
    /// The locations of a realm.
    package static func locations(_ store: any RecordStore) -> ExternalResource {
        let locations = ReadOnlyResource<Location>(
            noun: "location", plural: "locations", names: ("Location", "Locations"), form: LocationForms.location,
            scopes: ResourceScopes("locations", of: "locations"))
        return ExternalResource(
            name: "Locations", summary: "The tenant's own places. Patients refer to those of type ServiceLocation.",
            scopes: locations.scopes,
            schemas: [locations.page.component, locations.form.component, PersonForms.address.component],
            operations: [locations.list(store), locations.get(store)])
    }
}
