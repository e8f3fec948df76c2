import GRDB
import Registry
import Timekeeping

extension SQLiteRegistryTransaction {
    func add(_ usage: [UsageCount]) throws {
        for count in usage {
            let key = count.key
            try execute(
                """
                INSERT INTO client_usage (day, realm, client, kind, word, count) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (day, realm, client, kind, word) DO UPDATE SET count = count + excluded.count
                """,
                [key.day.number, key.realm.description, key.client, key.kind.rawValue, key.word, count.count])
        }
    }

    func deleteUsage(before day: Day) throws {
        try execute("DELETE FROM client_usage WHERE day < ?", [day.number])
        try execute("DELETE FROM usage_total WHERE day < ?", [day.number])
    }

    func sumUsage(_ query: UsageQuery) throws -> [UsageSum] {
        let (rows, arguments) = Self.totals(of: query)
        return try fetchAll(
            """
            SELECT u.day, u.kind, u.word, sum(u.count) AS count \(rows)
            GROUP BY u.day, u.kind, u.word ORDER BY u.day, u.kind, u.word
            """, arguments
        ) { row in
            UsageSum(
                day: Day(number: row["day"]), kind: try row.choice("kind"), word: row["word"], count: row["count"])
        }
    }

    func listUsage(_ query: UsageQuery, limit: Int) throws -> [UsageCount] {
        let (source, arguments) = Self.source(of: query)
        return try fetchAll(
            """
            \(source.with) SELECT u.day, u.realm, u.client, u.kind, u.word, u.count \(source.rows)
            ORDER BY u.day, u.realm, u.client, u.kind, u.word LIMIT ?
            """, arguments + [limit]
        ) { row in
            UsageCount(
                UsageKey(
                    day: Day(number: row["day"]), realm: try row.realm("realm"), client: row["client"],
                    kind: try row.choice("kind"), word: row["word"]), count: row["count"])
        }
    }

    func countCalls(of subscription: SubscriptionIdentifier, in realm: RealmIdentifier, since day: Day) throws -> Int {
        try fetchOne(
            """
            SELECT coalesce(sum(u.count), 0) FROM client c CROSS JOIN client_usage u ON u.client = c.id AND u.day >= ?
            WHERE c.subscription = ? AND u.realm = ? AND u.kind = 'call'
                AND u.word NOT IN ('401', '403', '429', '503')
            """, [day.number, subscription.text, realm.description]
        ) { $0[0] as Int } ?? 0
    }

    private struct Source {
        var with = ""
        let rows: String
    }

    /// The rows that add up to a query: those of a client, or what was added up of its subscription or realm.
    private static func totals(of query: UsageQuery) -> (rows: String, StatementArguments) {
        let days: StatementArguments = [query.from.number, query.to.number]
        func totals(
            _ subscription: String, _ realms: [RealmIdentifier]
        ) -> (String, StatementArguments) {
            (
                """
                FROM usage_total u
                WHERE u.day BETWEEN ? AND ? AND u.subscription = ? AND u.realm IN (\(places(realms)))
                """,
                days + [subscription] + StatementArguments(realms.map(\.description))
            )
        }
        switch query.holder {
        case .client(let client):
            return ("FROM client_usage u WHERE u.day BETWEEN ? AND ? AND u.client = ?", days + [client.text])
        case .subscription(let id, let realms): return totals(id.text, realms)
        case .realms(let realms): return totals("", realms)
        }
    }

    /// The rows of a query. `CROSS JOIN` keeps the order of the tables, so that each is found by an index: those of
    /// realms day by day, since a day is what the primary key begins with.
    private static func source(of query: UsageQuery) -> (Source, StatementArguments) {
        let days: StatementArguments = [query.from.number, query.to.number]
        switch query.holder {
        case .client(let client):
            return (
                Source(rows: "FROM client_usage u WHERE u.day BETWEEN ? AND ? AND u.client = ?"), days + [client.text]
            )
        case .subscription(let id, let realms):
            return (
                Source(
                    rows: """
                        FROM client c CROSS JOIN client_usage u ON u.client = c.id
                        WHERE u.day BETWEEN ? AND ? AND c.subscription = ? AND u.realm IN (\(places(realms)))
                        """), days + [id.text] + StatementArguments(realms.map(\.description))
            )
        case .realms(let realms):
            return (
                Source(
                    with: """
                        WITH RECURSIVE days (day) AS (
                            SELECT ? WHERE ? >= ? UNION ALL SELECT day + 1 FROM days WHERE day < ?)
                        """,
                    rows: """
                        FROM days d CROSS JOIN client_usage u ON u.day = d.day AND u.realm IN (\(places(realms)))
                        WHERE TRUE
                        """),
                [query.from.number, query.to.number, query.from.number, query.to.number]
                    + StatementArguments(realms.map(\.description))
            )
        }
    }

    private static func places(_ realms: [RealmIdentifier]) -> String {
        realms.map { _ in "?" }.joined(separator: ", ")
    }
}
