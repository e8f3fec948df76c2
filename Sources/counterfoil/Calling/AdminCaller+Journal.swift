import Administration

extension AdminCaller {
    /// Prints the newest entries of a server's journal, one a line.
    ///
    /// - Parameter newestFirst: otherwise in the order they were written.
    func printJournal(
        _ count: Int, query: [(name: String, value: String)], newestFirst: Bool, asJSON: Bool
    ) async throws {
        var lines: [String] = []
        var left = count
        var cursor: String?
        while left > 0 {
            var parameters = query + [("limit", String(min(left, CommandLimits.journalPageEntries)))]
            if let cursor { parameters.append(("cursor", cursor)) }
            let page = try await call("listJournal", parameters: parameters)
            let entries = page["items"]?.items ?? []
            let pageLines = entries.map { (asJSON ? $0.lineText : $0.journalLine) + "\n" }
            if newestFirst { surroundings.console.write(pageLines.joined()) } else { lines += pageLines }
            left -= entries.count
            cursor = page["next"]?.textValue
            if cursor == nil { break }
        }
        if !newestFirst { surroundings.console.write(lines.reversed().joined()) }
    }
}

extension JSONDocument {
    /// A journal entry as one line for people: when, what, where, and everything else by name.
    fileprivate var journalLine: String {
        let kind = self["kind"]?.cellText ?? ""
        let padding = String(repeating: " ", count: max(0, JournalPrinter.kindColumnWidth - kind.terminalWidth))
        let rest = members.filter { !["sequence", "hash", "at", "kind", "realm"].contains($0.name) }
            .map { "\($0.name.printable)=\($0.value.cellText)" }
        return ([self["at"]?.textValue ?? "", kind + padding, self["realm"]?.cellText ?? "–"] + rest)
            .joined(separator: " ")
    }
}
