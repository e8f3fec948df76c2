import Registry

/// The orders of a list and the words for them.
struct ListOrder: Sendable {
    /// The words and what each stands for; the first is the default.
    let words: [(word: String, order: RegistrySearch.Order)]

    /// The orders of a list by the names of members that its rows have.
    init(identifier: String, name: String) {
        words = [(identifier, .identifier), (name, .name), ("created_at", .creation)]
    }

    /// The parameters of a list that is searched and read page by page.
    func parameters(filters: [AdminField]) -> [AdminField] {
        filters + [
            AdminField(
                "search", .text(maximumCharacters: AdminLimits.searchCharacters),
                "Only those with this text in their identifier or name, in upper or lower case."),
            AdminField(
                "order", .word(words.flatMap { [$0.word, "-" + $0.word] }),
                "What to order by, turned round with a hyphen before it; \(words[0].word) by default."),
        ] + AdminField.paging
    }

    /// What is asked for by order, search and page.
    ///
    /// - Throws: ``RegistryError/invalid(field:_:)`` where the cursor belongs to another order.
    func search(_ call: AdminCall) throws(RegistryError) -> RegistrySearch {
        let wanted = word(call)
        var search = RegistrySearch()
        search.isDescending = wanted.hasPrefix("-")
        let name = search.isDescending ? String(wanted.dropFirst()) : wanted
        search.order = words.first { $0.word == name }?.order ?? .identifier
        search.text = call.query.text("search").flatMap { $0.isEmpty ? nil : $0 }
        search.status = call.query.text("status")
        search.limit = call.pageLimit
        search.after = try call.cursor(order: wanted)
        return search
    }

    /// A page of rows that a search found.
    func page<Row: SearchableRecord>(
        _ rows: [Row], of search: RegistrySearch, _ call: AdminCall, document: (Row) -> JSONDocument
    ) -> AdminAnswer {
        let next = rows.count < search.limit ? nil : rows.last
        return .page(
            rows.map(document),
            next: next.map { ListCursor(order: word(call), place: $0.place(in: search.order)).text })
    }

    private func word(_ call: AdminCall) -> String { call.query.text("order") ?? words[0].word }
}

extension AdminField {
    /// The parameters of a list that is read page by page.
    static let paging: [AdminField] = [
        AdminField("cursor", .cursor, "Where the page begins: `next` of the page before."),
        AdminField(
            "limit", .integer(1...Int64(RegistryLimits.pageRows)),
            "Most items of the page; \(AdminLimits.pageRows) by default."),
    ]
}

extension AdminCall {
    /// Most rows of the page that is asked for.
    var pageLimit: Int { query.integer("limit").map(Int.init) ?? AdminLimits.pageRows }

    /// The last row of the page before; `nil` for the first page.
    ///
    /// - Throws: ``RegistryError/invalid(field:_:)`` for the field `cursor` where it is of a list in another order.
    func cursor(order: String) throws(RegistryError) -> RegistrySearch.Place? {
        guard let text = query.text("cursor") else { return nil }
        guard let cursor = ListCursor(text: text), cursor.order == order else {
            throw .invalid(
                field: AdminProblem.cursorField,
                "The cursor is of a list in another order. Take `next` of the page before, and ask for the same order.")
        }
        return cursor.place
    }
}
