import Cryptography
import Journal
import Persistence

/// Prints entries of the journal, one a line.
struct JournalPrinter: Sendable {
    /// The longest kinds that are common have this width.
    private static let kindColumnWidth = 20

    private let reader: JournalReader
    private let isJSON: Bool
    private let console: Console

    /// Opens the journal of a data directory for reading.
    ///
    /// - Throws: `DataDirectoryError`, `PersistenceError`.
    static func open(
        _ data: DataOptions, _ surroundings: Surroundings, _ part: SQLiteJournalStore.Part = .journal
    ) async throws -> JournalPrinter {
        try data.requireDirectory()
        return JournalPrinter(
            reader: JournalReader(store: try await openStore(data.path, part)), isJSON: data.json,
            console: surroundings.console)
    }

    /// Opens the journal of a data directory for reading.
    ///
    /// - Throws: `DataDirectoryError`, `PersistenceError`.
    static func openStore(
        _ path: String, _ part: SQLiteJournalStore.Part = .journal
    ) async throws -> SQLiteJournalStore {
        try await BlockingWork.run {
            let directory = try DataDirectory.open(path: path, creating: false)
            return try SQLiteJournalStore(part, readingDirectory: directory.path)
        }
    }

    /// The place of the last entry.
    func head() async throws -> Int64 { try await reader.head().sequence }

    /// Prints the newest entries that match.
    ///
    /// - Parameter newestFirst: otherwise in the order they were written.
    func printNewest(_ count: Int, matching query: JournalQuery, newestFirst: Bool) async throws {
        var query = query
        query.newestFirst = true
        try await Self.printNewest(count, newestFirst: newestFirst, to: console) { limit in
            query.limit = limit
            let page = try await reader.entries(matching: query)
            query.beforeSequence = page.last?.sequence
            return (try page.map(line), page.count < limit)
        }
    }

    /// Prints the newest entries, one a line, which are read page by page.
    ///
    /// - Parameter page: reads the next lines, newest first, and tells whether they are the last ones.
    static func printNewest(
        _ count: Int, newestFirst: Bool, to console: Console,
        page: (_ limit: Int) async throws -> (lines: [String], isLast: Bool)
    ) async throws {
        var lines: [String] = []
        var left = count
        while left > 0 {
            let (next, isLast) = try await page(min(left, CommandLimits.journalPageEntries))
            if newestFirst { console.write(next.joined()) } else { lines += next }
            left -= next.count
            if isLast { break }
        }
        if !newestFirst { console.write(lines.reversed().joined()) }
    }

    /// An entry as one line for people: when, what, where, and everything else by name.
    static func line(at: String, kind: String, realm: String?, fields: [(name: String, value: String)]) -> String {
        let padding = String(repeating: " ", count: max(0, kindColumnWidth - kind.terminalWidth))
        return ([at, kind + padding, realm ?? "–"] + fields.map { "\($0.name.printable)=\($0.value)" })
            .joined(separator: " ")
    }

    /// Prints the entries that match and come after a place, as they come, until cancelled.
    func follow(_ query: JournalQuery, after start: Int64) async throws {
        var query = query
        query.newestFirst = false
        query.limit = CommandLimits.journalPageEntries
        query.afterSequence = start
        while true {
            // Asked first: what is written between the two questions is for the next round.
            let end = try await head()
            let page = try await reader.entries(matching: query)
            if !page.isEmpty { console.write(try page.map(line).joined()) }
            if page.count == query.limit {
                query.afterSequence = page.last?.sequence
                continue
            }
            query.afterSequence = max(end, page.last?.sequence ?? end)
            try await Task.sleep(for: .milliseconds(CommandLimits.followIntervalMilliseconds))
        }
    }

    private func line(_ entry: ChainedEntry) throws -> String {
        (isJSON ? entry.jsonLine : try entry.line()) + "\n"
    }
}

extension ChainHead {
    /// The hash as lower-case hexadecimal digits.
    var hexadecimalHash: String { Hexadecimal.encodeLowercase(hash) }
}
