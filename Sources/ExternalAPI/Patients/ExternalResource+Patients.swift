package import ExternalRecords
import HTTPTypes
import Timekeeping
import WebFoundation

extension ExternalResource {
    /// The patients of a realm.
    package static func patients(_ store: any PatientStore) -> ExternalResource {
        ExternalResource(
            name: "Patients", summary: "The people who are served.",
            schemas: PatientRowForms.components + PatientForms.components,
            operations: [listPatients(store), getPatient(store)])
    }

    private static func listPatients(_ store: any PatientStore) -> ExternalOperation {
        ExternalOperation(
            .get, "/patients", name: "listPatients", summary: "List patients",
            description:
                "A page of the patients in the order in which they were created. A page past the end is empty.",
            query: [.pageIndex, .pageSize],
            answer: .init(
                schema: PatientRowForms.page.name, summary: "A page of patients.",
                example: PatientRowForms.page.json(
                    PageOf(items: samples.map { PatientSummary(of: $0) }, count: samples.count)))
        ) { call throws in
            let page = try call.page
            return PatientRowForms.page.json(
                try await call.stored { () async throws(RecordStoreError) in
                    try await store.list(realm: call.realm, page: page)
                })
        }
    }

    private static func getPatient(_ store: any PatientStore) -> ExternalOperation {
        ExternalOperation(
            .get, "/patients/{id}", name: "getPatient", summary: "Get a patient",
            description: "All that is known of one patient.",
            path: [
                PathParameter(
                    name: "id", summary: "The patient's id: the Id of the list, not the DisplayId.",
                    schema: ["type": "string", "pattern": "^[0-9]{8}$"], example: "10000001")
            ],
            answer: .init(
                schema: PatientForms.patient.name, summary: "The patient.",
                example: samples.first.map { PatientForms.patient.json($0) } ?? [:]),
            failures: [
                .init(status: .notFound, code: "patient_not_found", summary: "There is no patient of this id here.")
            ]
        ) { call throws in
            let id = call.pathParameter("id").flatMap { RecordIdentifier($0) }
            let patient = try await call.stored { () async throws(RecordStoreError) -> Patient? in
                guard let id else { return nil }
                return try await store.find(realm: call.realm, id: id)
            }
            guard let patient else {
                throw ProblemDetails(
                    .notFound, code: "patient_not_found", title: "Patient not found",
                    detail: "This environment has no patient of the id in the path. Ids are the 8 digits of Id in the "
                        + "list of patients; those of the sandbox and of production are not the same.")
            }
            return PatientForms.patient.json(patient)
        }
    }

    /// The first sample patient, for the examples of the document.
    private static let samples = SamplePatients.patients(count: 1, createdAt: Timestamp(secondsSince1970: 0))
}
