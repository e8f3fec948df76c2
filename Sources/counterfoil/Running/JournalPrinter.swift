import Cryptography
import Journal
import Persistence

/// Prints entries of the journal, one a line.
struct JournalPrinter: Sendable {
    /// The longest kinds that are common have this width.
    static let kindColumnWidth = 20

    private let reader: JournalReader
    private let isJSON: Bool
    private let console: Console

    /// Opens the journal of a data directory for reading.
    ///
    /// - Throws: `DataDirectoryError`, `PersistenceError`.
    static func open(_ data: DataOptions, _ surroundings: Surroundings) async throws -> JournalPrinter {
        try data.requireDirectory()
        return JournalPrinter(
            reader: JournalReader(store: try await openStore(data.path)), isJSON: data.json,
            console: surroundings.console)
    }

    /// Opens the journal of a data directory for reading.
    ///
    /// - Throws: `DataDirectoryError`, `PersistenceError`.
    static func openStore(_ path: String) async throws -> SQLiteJournalStore {
        try await BlockingWork.run {
            let directory = try DataDirectory.open(path: path, creating: false)
            return try SQLiteJournalStore(readingDirectory: directory.path)
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
        var lines: [String] = []
        var left = count
        while left > 0 {
            query.limit = min(left, CommandLimits.journalPageEntries)
            let page = try await reader.entries(matching: query)
            let pageLines = try page.map(line)
            if newestFirst { console.write(pageLines.joined()) } else { lines += pageLines }
            left -= page.count
            guard page.count == query.limit, let last = page.last else { break }
            query.beforeSequence = last.sequence
        }
        if !newestFirst { console.write(lines.reversed().joined()) }
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
