import HTTPTypes
import Journal
import Registry
import Timekeeping

/// The journal and the reasons of refusals: `/journal` and `/why`.
enum JournalOperations {
    static let all = [list, why]

    static let entrySchema = AdminSchema(
        "JournalEntry",
        [
            AdminField("sequence", .integer(1...Int64.max), "Its place in the hash chain."),
            AdminField("at", .moment, "When it happened."),
            AdminField("kind", .text(), "What happened, such as `token.issued`."),
            AdminField("hash", .text(), "SHA-256 over the hash before, the sequence and the entry, in hexadecimal."),
        ], isOpen: true)

    static let refusalSchema = AdminSchema(
        "Refusal",
        [
            AdminField("request_id", .text(), "The X-Request-Id of the refused answer."),
            AdminField("at", .moment, "When it was refused."),
            AdminField("realm", .text(), "The realm whose host was asked."),
            AdminField("endpoint", .text(), "Which endpoint refused."),
            AdminField("status", .integer(400...599), "The HTTP status of the answer."),
            AdminField("reason", .text(), "The exact reason, a stable word."),
            AdminField("detail", .text(maximumCharacters: 2_000), "The exact reason, a sentence."),
            AdminField("client_id", .text(), "The client that was named.", nullable: true),
            AdminField("remote_address", .text(), "Where the request came from."),
        ])

    private static let order = "-sequence"

    private static let list = AdminOperation(
        .get, "/journal", name: "listJournal",
        summary: "List journal entries, newest first. An entry has further members by its kind.", access: .read,
        query: [
            AdminField("kind", .text(), "Only entries of this kind, such as `secret.revoked`."),
            AdminField("realm", .text(), "Only entries of this realm, such as `acme/sandbox`."),
            AdminField("since", .moment, "Only entries at or after this moment."),
            AdminField("until", .moment, "Only entries before this moment."),
            AdminField(
                "search", .text(maximumCharacters: AdminLimits.searchCharacters),
                "Only entries with this text in them, such as a Client ID. Each page looks through the next "
                    + "\(AdminLimits.journalSearchEntries) entries and may be empty though more follow."),
        ] + AdminField.paging, answer: entrySchema.list,
        work: .ask { services, call in
            let journal = try await services.journal()
            var query = try query(of: call)
            guard let text = call.query.text("search"), !text.isEmpty else {
                let entries = try await journal.entries(matching: query)
                return try page(entries, next: entries.count < query.limit ? nil : entries.last?.sequence)
            }
            query.text = text
            let end: Int64
            if let before = query.beforeSequence { end = before } else { end = try await journal.head().sequence + 1 }
            let start = max(0, end - Int64(AdminLimits.journalSearchEntries) - 1)
            query.beforeSequence = end
            query.afterSequence = start
            let entries = try await journal.entries(matching: query)
            let isFull = entries.count == query.limit
            return try page(entries, next: isFull ? entries.last?.sequence : start > 0 ? start + 1 : nil)
        })

    private static let why = AdminOperation(
        .get, "/why/{request_id}", name: "whyRefused", summary: "Tell the exact reason of a refusal.", access: .read,
        answer: refusalSchema,
        work: .ask { services, call in
            let requestID = call.segment("request_id")
            guard let refusal = try await services.journal().refusal(requestID: requestID) else {
                throw RegistryError.notFound(
                    "No refusal of the request “\(requestID.forMessage)” is kept. Check that it is the X-Request-Id of "
                        + "a refused answer of this server; the newest 100,000 refusals of a realm are kept, and of a "
                        + "flood only some.")
            }
            return AdminAnswer(refusal.document)
        })

    /// What a call narrows a list of entries to, and where its page begins.
    static func query(of call: AdminCall) throws -> JournalQuery {
        var query = JournalQuery(
            kind: call.query.text("kind").map(JournalKind.init(rawValue:)), realm: call.query.text("realm"),
            since: call.query.moment("since"), until: call.query.moment("until"), limit: call.pageLimit)
        query.beforeSequence = try call.cursor(order: order).flatMap { Int64($0.identifier) }
        return query
    }

    static func page(_ entries: [ChainedEntry], next: Int64?) throws(RegistryError) -> AdminAnswer {
        let documents = try entries.map { entry throws(RegistryError) in
            guard let document = JSONDocument(json: entry.jsonLine) else {
                throw .storage(
                    "The journal's entry \(entry.sequence) cannot be read. `counterfoil journal verify` tells more.")
            }
            return document
        }
        let cursor = next.map {
            ListCursor(order: order, place: RegistrySearch.Place(value: "", identifier: String($0))).text
        }
        return .page(documents, next: cursor)
    }
}
