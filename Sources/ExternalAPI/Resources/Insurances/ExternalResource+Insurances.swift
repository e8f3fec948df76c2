package import ExternalRecords

extension ExternalResource {
    /// The insurances of a realm's patients.
    package static func insurances(_ store: any RecordStore, patients: any PatientStore) -> ExternalResource {
        let insurances = InsuranceOperations(store: store, patients: patients)
        return ExternalResource(
            name: "Insurances", summary: "The insurances of patients.", scopes: InsuranceOperations.scopes,
            schemas: InsuranceForms.components,
            operations: [
                insurances.list, insurances.create, insurances.get, insurances.replace, insurances.delete,
            ])
    }
}
