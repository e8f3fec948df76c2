import ExternalRecords
import HTTPTypes
import Registry
import WebFoundation

/// The operations of the insurances of one patient.
struct InsuranceOperations: Sendable {
    let store: any RecordStore
    let patients: any PatientStore

    static let scopes = ResourceScopes("insurances", of: "insurances of patients", isWritable: true)
    private static let listPath = "/patients/{id}/insurances"
    private static let path = listPath + "/{insuranceId}"
    private static let identifiers = [
        PatientOperations.identifier, PathParameter.identifier("insuranceId", of: "the insurance", example: "50000001"),
    ]
    private static let notFound = ExternalOperation.Failure(
        status: .notFound, code: "insurance_not_found", summary: "The patient has no insurance of this id.")
    private static let kind = Insurance.kind.name

    private static var sample: Stored<Insurance>? { SampleRecords.first() }
    private static var example: JSONValue { sample.map { InsuranceForms.insurance.json($0) } ?? [:] }
    private static let inputExample: JSONValue = [
        "Status": "Active", "PositionIndex": 1, "Payer": ["Id": "60000003"], "PolicyNumber": "NBM03-123456",
    ]
    private static let content = RequestContent(
        schema: InsuranceForms.input.name, summary: "The insurance.", example: inputExample)

    private static var links: [AnswerLink] {
        ["getInsurance", "replaceInsurance", "deleteInsurance"].map { name in
            AnswerLink(name, [("id", "$request.path.id"), ("insuranceId", "$response.body#/Id")])
        }
    }

    var list: ExternalOperation {
        let items = Self.sample.map { [$0] } ?? []
        return ExternalOperation(
            .get, Self.listPath, name: "listInsurances", summary: "List insurances of a patient",
            description: "A page of the patient's insurances. A page past the end is empty.",
            scopes: Self.scopes.reading, path: [PatientOperations.identifier], query: QueryParameter.lists,
            answer: .init(
                schema: InsuranceForms.page.name, summary: "A page of insurances.",
                example: InsuranceForms.page.json(PageOf(items: items, count: items.count))),
            failures: [PatientOperations.notFound]
        ) { call throws in
            let query = try call.recordQuery
            let patient = try await requirePatient(call)
            let page = try await call.stored { () async throws(RecordStoreError) in
                try await store.list(Insurance.self, realm: call.realm, parent: patient, query: query)
            }
            return ExternalAnswer(
                InsuranceForms.page.json(page),
                access: PatientAccess(.list, kind: Self.kind, patients: [patient], records: page.items.map(\.id)))
        }
    }

    var get: ExternalOperation {
        ExternalOperation(
            .get, Self.path, name: "getInsurance", summary: "Get an insurance of a patient",
            description: "All that is known of one insurance.", scopes: Self.scopes.reading, path: Self.identifiers,
            answer: .init(
                schema: InsuranceForms.insurance.name, summary: "The insurance.", example: Self.example),
            traits: [.tagged], failures: [PatientOperations.notFound, Self.notFound]
        ) { call throws in
            Self.answer(with: try await find(call), .read)
        }
    }

    var create: ExternalOperation {
        ExternalOperation(
            .post, Self.listPath, name: "createInsurance", summary: "Add an insurance to a patient",
            description: "Makes an insurance and answers with all that is known of it. `Payer` needs the `Id` of an "
                + "active payer; look it up with `GET /payers`.",
            scopes: Self.scopes.writing, path: [PatientOperations.identifier], body: Self.content,
            answer: .init(
                status: .created, schema: InsuranceForms.insurance.name, summary: "The new insurance.",
                example: Self.example, links: Self.links),
            traits: [.repeatable], failures: [PatientOperations.notFound, PatientOperations.missingReference]
        ) { call throws in
            let input = try call.read(InsuranceForms.input)
            let patient = try await requirePatient(call)
            let insurance = try await resolved(input, call, known: nil)
            let stored = try await call.stored { () async throws(RecordStoreError) in
                try await store.create(
                    insurance, realm: call.realm, parent: patient, at: call.now, repeatable: call.repeatable)
            }
            var answer = Self.answer(with: stored, .create)
            answer.location = "/patients/\(patient.text)/insurances/\(stored.id.text)"
            return answer
        }
    }

    var replace: ExternalOperation {
        ExternalOperation(
            .put, Self.path, name: "replaceInsurance", summary: "Replace an insurance of a patient",
            description: "Replaces all that is known of an insurance: what is left out is empty afterwards. Send the "
                + "`ETag` of the last answer as `If-Match`, so that no change of another program is lost.",
            scopes: Self.scopes.writing, path: Self.identifiers, body: Self.content,
            answer: .init(
                schema: InsuranceForms.insurance.name, summary: "The insurance as it is now.",
                example: Self.example),
            traits: [.guarded],
            failures: [PatientOperations.notFound, Self.notFound, PatientOperations.missingReference]
        ) { call throws in
            let input = try call.read(InsuranceForms.input)
            let known = try await find(call)
            let revision = try call.preconditions.revision(of: known.version)
            let insurance = try await resolved(input, call, known: known.record.payer.id)
            let stored = try await call.stored { () async throws(RecordStoreError) in
                try await store.replace(
                    with: insurance, realm: call.realm, id: known.id, parent: known.parent, revision: revision,
                    at: call.now)
            }
            guard let stored else { throw RecordProblem.notFound("insurance") }
            return Self.answer(with: stored, .replace)
        }
    }

    var delete: ExternalOperation {
        ExternalOperation(
            .delete, Self.path, name: "deleteInsurance", summary: "Delete an insurance of a patient",
            description: "Deletes an insurance.", scopes: Self.scopes.writing, path: Self.identifiers,
            answer: .none("The insurance is gone."), traits: [.guarded],
            failures: [PatientOperations.notFound, Self.notFound]
        ) { call throws in
            let known = try await find(call)
            let revision = try call.preconditions.revision(of: known.version)
            let wasThere = try await call.stored { () async throws(RecordStoreError) in
                try await store.delete(
                    Insurance.self, realm: call.realm, id: known.id, parent: known.parent, revision: revision,
                    at: call.now)
            }
            guard wasThere else { throw RecordProblem.notFound("insurance") }
            return ExternalAnswer(nil, access: Self.access(.delete, known))
        }
    }

    private func requirePatient(_ call: ExternalCall) async throws -> RecordIdentifier {
        try await PatientOperations(store: patients, records: store).find(call).id
    }

    private func find(_ call: ExternalCall) async throws -> Stored<Insurance> {
        let patient = try await requirePatient(call)
        guard let id = call.identifier("insuranceId") else { throw RecordProblem.notFound("insurance") }
        let stored = try await call.stored { () async throws(RecordStoreError) in
            try await store.find(Insurance.self, realm: call.realm, id: id, parent: patient)
        }
        guard let stored else { throw RecordProblem.notFound("insurance") }
        return stored
    }

    /// A payer that is not active any more may stay where it is, so that what was read can be sent back.
    private func resolved(
        _ insurance: Insurance, _ call: ExternalCall, known: RecordIdentifier?
    ) async throws -> Insurance {
        var insurance = insurance
        var references = ReferenceResolution(call, store)
        let id = insurance.payer.id
        let payer = try await references.find(
            Payer.self, id, at: ["Payer", "Id"],
            orElse: "There is no payer of this id here, or it is not active. GET /payers lists them."
        ) { $0.isActive || id == known }
        if let payer { insurance.payer = InsurancePayer(id: id, name: payer.name, claimCode: payer.claimCode) }
        try references.finish()
        return insurance
    }

    private static func answer(
        with stored: Stored<Insurance>, _ action: PatientAccess.Action
    ) -> ExternalAnswer {
        ExternalAnswer(
            InsuranceForms.insurance.json(stored), entityTag: stored.version.entityTag,
            access: access(action, stored))
    }

    private static func access(_ action: PatientAccess.Action, _ stored: Stored<Insurance>) -> PatientAccess {
        PatientAccess(
            action, kind: kind, patients: stored.parent.map { [$0] } ?? [], records: [stored.id])
    }
}
