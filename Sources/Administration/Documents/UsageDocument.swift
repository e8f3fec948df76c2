package import Registry
package import Timekeeping

/// What is printed of usage.
package enum UsageDocument {
    /// The usage of days, and of all of them together.
    package static func document(of sums: [UsageSum], from: Day, to: Day) -> JSONDocument {
        let days = Dictionary(grouping: sums, by: \.day)
        let listed = stride(from: from.number, through: to.number, by: 1).map { number -> JSONDocument in
            let day = Day(number: number)
            return .object([JSONDocument.Member("day", .text(day.description))] + totals(of: days[day] ?? []).members)
        }
        return [
            "from": .text(from.description), "to": .text(to.description), "total": totals(of: sums),
            "days": .list(listed),
        ]
    }

    /// The rows as comma-separated values (RFC 4180), a line of names first.
    package static func table(of rows: [UsageCount]) -> String {
        var text = "day,tenant,environment,client_id,kind,detail,count\r\n"
        for row in rows {
            let key = row.key
            text +=
                "\(key.day),\(key.realm.tenant),\(key.realm.environment.rawValue),\(key.client),\(key.kind.rawValue),"
                + "\(key.word),\(row.count)\r\n"
        }
        return text
    }

    private static func totals(of sums: [UsageSum]) -> JSONDocument {
        func count(_ kind: UsageKey.Kind) -> JSONDocument {
            .integer(sums.reduce(into: 0) { count, row in if row.kind == kind { count += Int64(row.count) } })
        }
        return [
            "tokens": count(.token), "refusals": count(.refusal), "calls": count(.call),
            "refusals_by_reason": words(of: sums, .refusal, "reason"),
            "calls_by_status": words(of: sums, .call, "status"),
        ]
    }

    /// The most frequent first.
    private static func words(of sums: [UsageSum], _ kind: UsageKey.Kind, _ name: String) -> JSONDocument {
        var counts: [String: Int64] = [:]
        for row in sums where row.kind == kind { counts[row.word, default: 0] += Int64(row.count) }
        let order = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return .list(
            order.map { word, count in
                .object([JSONDocument.Member(name, .text(word)), JSONDocument.Member("count", .integer(count))])
            })
    }
}
