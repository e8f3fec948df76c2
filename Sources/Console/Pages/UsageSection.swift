import Administration
import WebFoundation

/// What clients did of late, as figures and a chart.
enum UsageSection {
    static func sections(_ visit: Visit, of holder: (name: String, id: String)) async throws(ProblemDetails)
        -> [Section]
    {
        guard visit.may("getUsage") else { return [] }
        let usage = try await visit.ask("getUsage", query: [(holder.name, holder.id)])
        let total = usage["total"] ?? .null
        let days = usage.items("days").map { day in
            Chart.Day(day: day.text("day"), good: day.count("tokens"), bad: day.count("refusals"))
        }
        let reasons = total.items("refusals_by_reason").prefix(ConsoleLimits.overviewRows).map { row in
            Table.Row(cells: [row.code("reason"), row.cell("count")])
        }
        let chart = Section.chart(
            Chart(
                title: "The last \(days.count) days", days: days, good: "\(total.text("tokens")) tokens issued",
                bad: "\(total.text("refusals")) requests refused", note: "\(total.text("calls")) API calls",
                file: "/console/usage.csv?\(PercentEncoding.query([(holder.name, holder.id)]))"))
        guard !reasons.isEmpty else { return [chart] }
        return [
            chart,
            .table(Table(title: "Refused by reason", headings: ["Reason", "Requests"], rows: reasons, empty: "")),
        ]
    }
}

extension JSONDocument {
    /// A member that counts.
    fileprivate func count(_ name: String) -> Int64 {
        if case .integer(let number) = self[name] { number } else { 0 }
    }
}
