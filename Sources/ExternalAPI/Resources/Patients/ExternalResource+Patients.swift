package import ExternalRecords

extension ExternalResource {
    /// The patients of a realm.
    ///
    /// - Parameter records: where the records are that patients refer to.
    package static func patients(_ store: any PatientStore, records: any RecordStore) -> ExternalResource {
        let patients = PatientOperations(store: store, records: records)
        return ExternalResource(
            name: "Patients", summary: "The people who are served.", scopes: PatientOperations.scopes,
            schemas: PatientRowForms.components + PatientForms.components,
            operations: [
                patients.list, patients.create, patients.changes, patients.search, patients.get, patients.replace,
                patients.delete, patients.addTag, patients.removeTag,
            ])
    }
}
