import ExternalRecords
import HTTPTypes
import Registry
import Timekeeping
import WebFoundation

/// A kind of record that is listed and read, and that others refer to. Its two operations, their routes and their parts
/// of the document are made of this description.
struct ReadOnlyResource<Record: StoredRecord>: Sendable {
    /// The record that these belong to, such as the payer of plans.
    struct Parent: Sendable {
        /// What it is called, such as `payer`.
        let noun: String
        /// The path of its kind, such as `/payers`.
        let path: String
        /// The name of the segment with its id, such as `payerId`.
        let parameter: String
        /// Whether it is there.
        let exists: @Sendable (ExternalCall, RecordIdentifier) async throws -> Bool
    }

    /// What one is called, such as `location`; codes of errors are made of it.
    let noun: String
    /// What several are called, such as `locations`; the last segment of the path.
    let plural: String
    /// The end of the names of the operations, such as `Location` and `Locations`.
    let names: (one: String, many: String)
    /// The form of one.
    let form: WireForm<Stored<Record>>
    let scopes: ResourceScopes
    var parent: Parent?

    var page: WireForm<PageOf<Stored<Record>>> {
        PageForms.page("\(names.one)Page", "A page of \(plural).", of: form)
    }

    private var basePath: String {
        (parent.map { "\($0.path)/{\($0.parameter)}" } ?? "") + "/\(plural)"
    }

    private var parentParameters: [PathParameter] {
        parent.map { [.identifier($0.parameter, of: "the \($0.noun)", example: sample?.parent?.text ?? "00000000")] }
            ?? []
    }

    private var parentFailures: [ExternalOperation.Failure] {
        parent.map { parent in
            [
                .init(
                    status: .notFound, code: "\(parent.noun)_not_found",
                    summary: "There is no \(parent.noun) of this id here.")
            ]
        } ?? []
    }

    /// A sample, for the examples of the document.
    private var sample: Stored<Record>? { SampleRecords.first() }

    func list(_ store: any RecordStore) -> ExternalOperation {
        let items = sample.map { [$0] } ?? []
        return ExternalOperation(
            .get, basePath, name: "list\(names.many)", summary: "List \(plural)",
            description: "A page of the \(plural). A page past the end is empty.", scopes: scopes.reading,
            path: parentParameters, query: QueryParameter.lists,
            answer: .init(
                schema: page.name, summary: "A page of \(plural).",
                example: page.json(PageOf(items: items, count: items.count))),
            failures: parentFailures
        ) { call throws in
            let query = try call.recordQuery
            let parent = try await requireParent(call)
            let page = try await call.stored { () async throws(RecordStoreError) in
                try await store.list(Record.self, realm: call.realm, parent: parent, query: query)
            }
            return ExternalAnswer(self.page.json(page))
        }
    }

    func get(_ store: any RecordStore) -> ExternalOperation {
        ExternalOperation(
            .get, basePath + "/{id}", name: "get\(names.one)", summary: "Get a \(noun)",
            description: "All that is known of one \(noun).", scopes: scopes.reading,
            path: parentParameters + [.identifier(of: "the \(noun)", example: sample?.id.text ?? "00000000")],
            answer: .init(
                schema: form.name, summary: "The \(noun).", example: sample.map { form.json($0) } ?? [:]),
            traits: [.tagged],
            failures: parentFailures + [
                .init(
                    status: .notFound, code: "\(noun)_not_found", summary: "There is no \(noun) of this id here.")
            ]
        ) { call throws in
            let parent = try await requireParent(call)
            guard let id = call.identifier() else { throw RecordProblem.notFound(noun) }
            let found = try await call.stored { () async throws(RecordStoreError) in
                try await store.find(Record.self, realm: call.realm, id: id, parent: parent)
            }
            guard let found else { throw RecordProblem.notFound(noun) }
            return ExternalAnswer(form.json(found), entityTag: found.version.entityTag)
        }
    }

    private func requireParent(_ call: ExternalCall) async throws -> RecordIdentifier? {
        guard let parent else { return nil }
        guard let id = call.identifier(parent.parameter), try await parent.exists(call, id) else {
            throw RecordProblem.notFound(parent.noun)
        }
        return id
    }
}

/// The sample records that examples of the document are made of.
enum SampleRecords {
    private static let data = SampleData.sandbox(patients: 1, createdAt: Timestamp(secondsSince1970: 1_764_000_000))

    /// The first of a kind.
    static func first<Record: StoredRecord>() -> Stored<Record>? {
        data.records.lazy.compactMap { $0 as? Stored<Record> }.first
    }

    /// The first patient.
    static var patients: [Patient] { data.patients }
}

extension WireMember {
    /// The members that every stored record begins with.
    static func identifier<Record>(_ what: String, example: String) -> WireMember where Value == Stored<Record> {
        .shownText("Id", "The id of the \(what).", ["pattern": "^[0-9]{8}$", "examples": [.text(example)]]) {
            $0.id.text
        }
    }

    /// The member that every stored record ends with.
    static func modified<Record>() -> WireMember where Value == Stored<Record> {
        .shownMoment("ModifiedDate", "When the record was last changed.") { $0.version.modifiedAt }
    }
}
