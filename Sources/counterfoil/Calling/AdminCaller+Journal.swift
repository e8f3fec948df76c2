import Administration

extension AdminCaller {
    /// Prints the newest entries of a server's journal, one a line.
    ///
    /// - Parameters:
    ///   - operation: what lists the entries.
    ///   - newestFirst: otherwise in the order they were written.
    func printJournal(
        _ count: Int, of operation: String, query: [(name: String, value: String)], newestFirst: Bool,
        asJSON: Bool
    ) async throws {
        var cursor: String?
        try await JournalPrinter.printNewest(count, newestFirst: newestFirst, to: surroundings.console) { limit in
            var parameters = query + [("limit", String(limit))]
            if let cursor { parameters.append(("cursor", cursor)) }
            let page = try await call(operation, parameters: parameters)
            cursor = page["next"]?.textValue
            return ((page["items"]?.items ?? []).map { (asJSON ? $0.lineText : $0.journalLine) + "\n" }, cursor == nil)
        }
    }
}

extension JSONDocument {
    /// A journal entry as one line for people: when, what, where, and everything else by name.
    fileprivate var journalLine: String {
        JournalPrinter.line(
            at: self["at"]?.textValue ?? "", kind: self["kind"]?.cellText ?? "", realm: self["realm"]?.cellText,
            fields: members.filter { !["sequence", "hash", "at", "kind", "realm"].contains($0.name) }
                .map { ($0.name, $0.value.cellText) })
    }
}
