import ExternalRecords
import HTTPTypes
import Registry
import WebFoundation

/// The operations that tag a patient without writing the rest.
extension PatientOperations {
    private static let tagPath = path + "/tags/{tagId}"
    private static let tagIdentifier = PathParameter.identifier("tagId", of: "the tag", example: "30000002")
    private static let tagNotFound = ExternalOperation.Failure(
        status: .notFound, code: "tag_not_found", summary: "There is no tag of this id here.")

    var addTag: ExternalOperation {
        ExternalOperation(
            .put, Self.tagPath, name: "addPatientTag", summary: "Tag a patient",
            description:
                "Gives a patient a tag and leaves the rest as it is. A patient that has the tag stays as it is.",
            scopes: Self.scopes.writing, path: [Self.identifier, Self.tagIdentifier],
            answer: .init(
                schema: PatientForms.patient.name, summary: "The patient as it is now.", example: Self.example),
            traits: [.guarded], failures: [Self.notFound, Self.tagNotFound]
        ) { call throws in
            let known = try await find(call)
            let id = try tagID(call)
            let found = try await call.stored { () async throws(RecordStoreError) in
                try await records.find(Tag.self, realm: call.realm, id: id, parent: nil)
            }
            guard let found else { throw RecordProblem.notFound("tag") }
            _ = try call.preconditions.revision(of: known.version)
            guard !known.detail.tags.contains(where: { $0.id == id }) else {
                return Self.answer(with: known, .replace)
            }
            var detail = known.detail
            detail.tags.append(PatientTag(id: id, name: found.record.name))
            // Whoever comes in between must not be undone, whether the caller guards or not.
            return try await replace(known, with: detail, revision: known.version.revision, call)
        }
    }

    var removeTag: ExternalOperation {
        ExternalOperation(
            .delete, Self.tagPath, name: "removePatientTag", summary: "Take a tag from a patient",
            description: "Takes a tag from a patient and leaves the rest as it is.",
            scopes: Self.scopes.writing, path: [Self.identifier, Self.tagIdentifier],
            answer: .none("The patient does not have the tag any more."), traits: [.guarded],
            failures: [Self.notFound, Self.tagNotFound]
        ) { call throws in
            let known = try await find(call)
            let id = try tagID(call)
            guard known.detail.tags.contains(where: { $0.id == id }) else { throw RecordProblem.notFound("tag") }
            _ = try call.preconditions.revision(of: known.version)
            var detail = known.detail
            detail.tags.removeAll { $0.id == id }
            let answer = try await replace(known, with: detail, revision: known.version.revision, call)
            return ExternalAnswer(nil, access: answer.access)
        }
    }

    private func tagID(_ call: ExternalCall) throws -> RecordIdentifier {
        guard let id = call.identifier("tagId") else { throw RecordProblem.notFound("tag") }
        return id
    }
}
