import ExternalRecords
import HTTPTypes
import Registry
import WebFoundation

/// The operations that find patients.
extension PatientOperations {
    private static let status = QueryParameter.word(
        "status", "Only patients of this standing.", PatientStanding.self, example: .active)
    private static let locationID = QueryParameter.identifier(
        "locationId", "Only patients of this service location.", example: "20000001")
    private static let after = QueryParameter.place(
        "after", "Where the last answer ended: its `After`. Without it, or with 0, from the beginning.", example: "0")
    private static let changesSize = QueryParameter.integer(
        "pageSize", "How many changes an answer has at most.", in: 1...RecordLimits.largestPageRows,
        default: RecordLimits.defaultChangesRows)

    private static var rows: [PatientSummary] { SampleRecords.patients.map { PatientSummary(of: $0) } }
    private static var pageExample: JSONValue {
        PatientRowForms.page.json(PageOf(items: rows, count: rows.count))
    }

    var list: ExternalOperation {
        ExternalOperation(
            .get, "/patients", name: "listPatients", summary: "List patients",
            description: "A page of the patients, in the order in which they were created unless another is asked for. "
                + "A page past the end is empty. A program that keeps a copy follows `GET /patients/changes` instead.",
            scopes: Self.scopes.reading, query: QueryParameter.lists + [Self.status, Self.locationID],
            answer: .init(
                schema: PatientRowForms.page.name, summary: "A page of patients.", example: Self.pageExample)
        ) { call throws in
            let query = PatientQuery(
                try call.recordQuery, standing: call.query.text(Self.status).flatMap { PatientStanding(rawValue: $0) },
                location: call.query.text(Self.locationID).flatMap { RecordIdentifier($0) })
            let page = try await call.stored { () async throws(RecordStoreError) in
                try await store.list(realm: call.realm, query: query)
            }
            return ExternalAnswer(
                PatientRowForms.page.json(page), access: PatientAccess(.list, patients: page.items.map(\.id)))
        }
    }

    var search: ExternalOperation {
        ExternalOperation(
            .post, "/patients/search", name: "searchPatients", summary: "Search patients",
            description: "Finds patients by name or date of birth. It is a POST, because a URL, which ends up in logs, "
                + "is no place for what identifies a patient.",
            scopes: Self.scopes.reading, query: [.pageIndex, .pageSize],
            body: RequestContent(
                schema: PatientRowForms.search.name, summary: "Whom to search for.",
                example: ["LastName": "Stone", "DateOfBirth": "1961-04-09"]),
            answer: .init(
                schema: PatientRowForms.page.name, summary: "The patients found, in the order of their creation.",
                example: Self.pageExample)
        ) { call throws in
            let search = try call.read(PatientRowForms.search)
            let wanted = try call.page
            let page = try await call.stored { () async throws(RecordStoreError) in
                try await store.search(realm: call.realm, search, page: wanted)
            }
            return ExternalAnswer(
                PatientRowForms.page.json(page), access: PatientAccess(.search, patients: page.items.map(\.id)))
        }
    }

    var changes: ExternalOperation {
        let changes = Self.rows.map {
            PatientChange(number: 1, id: $0.id, kind: .created, at: $0.modifiedAt, patient: $0)
        }
        return ExternalOperation(
            .get, "/patients/changes", name: "listPatientChanges", summary: "Follow changes of patients",
            description:
                "What has changed since an earlier call, deletions included. Each patient comes once, with its "
                + "last change and as it is now. Call again with the `After` of the answer: at once while `More` is "
                + "true, later otherwise.",
            scopes: Self.scopes.reading, query: [Self.after, Self.changesSize],
            answer: .init(
                schema: PatientRowForms.changes.name, summary: "The changes.",
                example: PatientRowForms.changes.json(
                    PatientChanges(items: changes, last: 1, hasMore: false)))
        ) { call throws in
            let after = Int64(call.query.number(Self.after) ?? 0)
            let limit = call.query.number(Self.changesSize) ?? RecordLimits.defaultChangesRows
            let found = try await call.stored { () async throws(RecordStoreError) in
                try await store.changes(realm: call.realm, after: after, limit: limit + 1)
            }
            let items = Array(found.prefix(limit))
            let answer = PatientChanges(
                items: items, last: items.last?.number ?? after, hasMore: found.count > limit)
            return ExternalAnswer(
                PatientRowForms.changes.json(answer),
                access: PatientAccess(.follow, patients: items.compactMap(\.patient?.id)))
        }
    }
}
