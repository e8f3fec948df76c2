import ExternalRecords
import HTTPTypes
import Registry
import WebFoundation

/// The operations of single patients.
struct PatientOperations: Sendable {
    let store: any PatientStore
    /// Where the records are that patients refer to.
    let records: any RecordStore

    static let scopes = ResourceScopes("patients", of: "patients", isWritable: true)
    static let path = "/patients/{id}"
    static let identifier = PathParameter(
        name: "id", summary: "The patient's id: the Id of the list, not the DisplayId.",
        schema: ["type": "string", "pattern": "^[0-9]{8}$"], example: "10000001")
    static let notFound = ExternalOperation.Failure(
        status: .notFound, code: "patient_not_found", summary: "There is no patient of this id here.")
    static let missingReference = ExternalOperation.Failure(
        status: .conflict, code: "reference_not_found",
        summary: "The body fits its form, and names records that are not here; `errors` names the members.")

    static var example: JSONValue { SampleRecords.patients.first.map { PatientForms.patient.json($0) } ?? [:] }

    /// The detail as a client sends it back, and without what it would leave out as well.
    static var inputExample: JSONValue {
        guard case .object(let members) = example, let patient = SampleRecords.patients.first else { return [:] }
        let kept = members.filter { member in
            !["Id", "DisplayId", "Location", "ModifiedDate"].contains(member.name) && member.value != .null
        }
        return JSONValue.object(kept).adding(["LocationId": .text(patient.detail.location.id.text)])
    }

    static let links = [
        AnswerLink("getPatient", [("id", "$response.body#/Id")]),
        AnswerLink("replacePatient", [("id", "$response.body#/Id")]),
        AnswerLink("deletePatient", [("id", "$response.body#/Id")]),
        AnswerLink("listInsurances", [("id", "$response.body#/Id")]),
        AnswerLink("createInsurance", [("id", "$response.body#/Id")]),
    ]

    var get: ExternalOperation {
        ExternalOperation(
            .get, Self.path, name: "getPatient", summary: "Get a patient",
            description: "All that is known of one patient. Without `Id`, `DisplayId` and `Location`, and with "
                + "`LocationId`, it can be sent back with PUT as it is.",
            scopes: Self.scopes.reading, path: [Self.identifier],
            answer: .init(schema: PatientForms.patient.name, summary: "The patient.", example: Self.example),
            traits: [.tagged], failures: [Self.notFound]
        ) { call throws in
            try await Self.answer(with: find(call), .read)
        }
    }

    var create: ExternalOperation {
        ExternalOperation(
            .post, "/patients", name: "createPatient", summary: "Create a patient",
            description: "Makes a patient and answers with all that is known of it. `LocationId` names a location of "
                + "type ServiceLocation; look up ids with `GET /locations`, `GET /tags` and `GET /facilities`.",
            scopes: Self.scopes.writing,
            body: RequestContent(
                schema: PatientForms.input.name, summary: "The patient.", example: Self.inputExample),
            answer: .init(
                status: .created, schema: PatientForms.patient.name, summary: "The new patient.",
                example: Self.example, links: Self.links),
            traits: [.repeatable], failures: [Self.missingReference]
        ) { call throws in
            let detail = try await PatientReferences.resolved(call.read(PatientForms.input), for: call, in: records)
            let patient = try await call.stored { () async throws(RecordStoreError) in
                try await store.create(detail, realm: call.realm, at: call.now, repeatable: call.repeatable)
            }
            var answer = Self.answer(with: patient, .create)
            answer.location = "/patients/\(patient.id.text)"
            return answer
        }
    }

    var replace: ExternalOperation {
        ExternalOperation(
            .put, Self.path, name: "replacePatient", summary: "Replace a patient",
            description: "Replaces all that is known of a patient: what is left out is empty afterwards. Send the "
                + "`ETag` of the last answer as `If-Match`, so that no change of another program is lost.",
            scopes: Self.scopes.writing, path: [Self.identifier],
            body: RequestContent(
                schema: PatientForms.input.name, summary: "The patient.", example: Self.inputExample),
            answer: .init(
                schema: PatientForms.patient.name, summary: "The patient as it is now.", example: Self.example),
            traits: [.guarded], failures: [Self.notFound, Self.missingReference]
        ) { call throws in
            let input = try call.read(PatientForms.input)
            let known = try await find(call)
            let revision = try call.preconditions.revision(of: known.version)
            let detail = try await PatientReferences.resolved(input, for: call, in: records)
            return try await replace(known, with: detail, revision: revision, call)
        }
    }

    var delete: ExternalOperation {
        ExternalOperation(
            .delete, Self.path, name: "deletePatient", summary: "Delete a patient",
            description: "Deletes a patient with its insurances. Whoever follows changes sees that it is gone.",
            scopes: Self.scopes.writing, path: [Self.identifier], answer: .none("The patient is gone."),
            traits: [.guarded], failures: [Self.notFound]
        ) { call throws in
            let known = try await find(call)
            let revision = try call.preconditions.revision(of: known.version)
            let wasThere = try await call.stored { () async throws(RecordStoreError) in
                try await store.delete(realm: call.realm, id: known.id, revision: revision, at: call.now)
            }
            guard wasThere else { throw RecordProblem.notFound("patient") }
            return ExternalAnswer(nil, access: PatientAccess(.delete, patients: [known.id]))
        }
    }

    func find(_ call: ExternalCall) async throws -> Patient {
        guard let id = call.identifier() else { throw RecordProblem.notFound("patient") }
        let patient = try await call.stored { () async throws(RecordStoreError) in
            try await store.find(realm: call.realm, id: id)
        }
        guard let patient else { throw RecordProblem.notFound("patient") }
        return patient
    }

    func replace(
        _ known: Patient, with detail: PatientDetail, revision: Int?, _ call: ExternalCall
    ) async throws -> ExternalAnswer {
        let patient = try await call.stored { () async throws(RecordStoreError) in
            try await store.replace(
                with: detail, realm: call.realm, id: known.id, revision: revision, at: call.now)
        }
        guard let patient else { throw RecordProblem.notFound("patient") }
        return Self.answer(with: patient, .replace)
    }

    static func answer(with patient: Patient, _ action: PatientAccess.Action) -> ExternalAnswer {
        ExternalAnswer(
            PatientForms.patient.json(patient), entityTag: patient.version.entityTag,
            access: PatientAccess(action, patients: [patient.id]))
    }
}
