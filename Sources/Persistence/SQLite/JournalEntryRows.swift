import FoundationEssentials
import GRDB
import Journal
import Timekeeping

/// The statements of the tables `entry` and `head`.
enum JournalEntryRows {
    static func head(_ database: Database) throws -> ChainHead {
        guard let row = try Row.fetchOne(database, sql: "SELECT sequence, hash FROM head") else {
            throw JournalStoreError.corrupt("the head of the chain is missing")
        }
        return ChainHead(sequence: row[0], hash: [UInt8](row[1] as Data))
    }

    static func insert(_ entries: [ChainedEntry], into database: Database) throws {
        let insert = try database.cachedStatement(
            sql: """
                INSERT INTO entry (sequence, at, kind, realm, change_number, hash, body) VALUES (?, ?, ?, ?, ?, ?, ?)
                """)
        for entry in entries {
            try insert.execute(arguments: [
                entry.sequence, entry.at.millisecondsSince1970, entry.kind.rawValue, entry.realm, entry.changeNumber,
                Data(entry.hash), Data(entry.body),
            ])
        }
        guard let first = entries.first, let last = entries.last else { return }
        let changeNumber = entries.compactMap(\.changeNumber).max() ?? 0
        // The head moves only from where these entries continue, so a second writer can never fork the chain.
        let move = try database.cachedStatement(
            sql: """
                UPDATE head SET sequence = ?, hash = ?, last_change_number = max(last_change_number, ?)
                WHERE sequence = ?
                """)
        try move.execute(arguments: [last.sequence, Data(last.hash), changeNumber, first.sequence - 1])
        guard database.changesCount == 1 else {
            throw JournalStoreError.conflict("the chain does not end before entry \(first.sequence)")
        }
    }

    static func find(_ query: JournalQuery, in database: Database) throws -> [ChainedEntry] {
        var conditions: [String] = []
        var arguments = StatementArguments()
        func require(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
            guard let value else { return }
            conditions.append(condition)
            arguments += [value]
        }
        require("kind = ?", query.kind?.rawValue)
        require("realm = ?", query.realm)
        require("at >= ?", query.since?.millisecondsSince1970)
        require("at < ?", query.until?.millisecondsSince1970)
        require("instr(body, ?) > 0", query.text.map { Data($0.utf8) })
        if let patient = query.patient {
            conditions.append("sequence IN (SELECT sequence FROM subject WHERE realm = ? AND patient = ?)")
            arguments += [query.realm ?? "", patient]
        }
        require("sequence > ?", query.afterSequence)
        require("sequence < ?", query.beforeSequence)
        arguments += [max(query.limit, 0)]
        let filter = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        let order = query.newestFirst ? "DESC" : "ASC"
        let index = try isShort(query, in: database) ? "INDEXED BY entry_by_time" : ""
        // What is looked for is found among the entries of an index; only those of the page are read whole.
        let statement = try database.cachedStatement(
            sql: """
                SELECT sequence, at, kind, realm, change_number, hash, body FROM entry WHERE sequence IN (
                    SELECT sequence FROM entry \(index) \(filter) ORDER BY sequence \(order) LIMIT ?
                ) ORDER BY sequence \(order)
                """)
        return try Row.fetchAll(statement, arguments: arguments).map(entry)
    }

    /// Whether a query is for a time in which so little happened that its entries are best found by time and then put
    /// in order. Otherwise they are found in order, since one in few fits.
    private static func isShort(_ query: JournalQuery, in database: Database) throws -> Bool {
        guard query.since != nil || query.until != nil else { return false }
        let counted = try Int.fetchOne(
            database.cachedStatement(
                sql: """
                    SELECT count(*) FROM (
                        SELECT 1 FROM entry INDEXED BY entry_by_time WHERE at >= ? AND at < ? LIMIT ?)
                    """),
            arguments: [
                query.since?.millisecondsSince1970 ?? .min, query.until?.millisecondsSince1970 ?? .max,
                shortTimeEntries + 1,
            ])
        return (counted ?? 0) <= shortTimeEntries
    }

    /// Most entries of a time that are sorted for a query.
    private static let shortTimeEntries = 20_000

    private static func entry(_ row: Row) -> ChainedEntry {
        ChainedEntry(
            sequence: row[0], at: Timestamp(millisecondsSince1970: row[1]), kind: JournalKind(rawValue: row[2]),
            realm: row[3], changeNumber: row[4], body: [UInt8](row[6] as Data), hash: [UInt8](row[5] as Data))
    }
}
