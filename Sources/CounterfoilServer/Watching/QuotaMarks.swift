import Journal
import Logging
import Metrics
import Registry
import Timekeeping
import WebFoundation

/// Writes down that a subscription's calls of a month have met a mark: once in the journal, and as a metric.
struct QuotaMarks: Sendable {
    let journal: JournalWriter
    let logger: Logger

    func note(
        _ verdict: MeterVerdict, of metered: MeteredSubscription, in context: CounterfoilRequestContext,
        at now: Timestamp
    ) async {
        guard let mark = verdict.mark else { return }
        let value = mark == .soft ? metered.limits.softCallsPerMonth : metered.limits.hardCallsPerMonth
        Counter(label: MetricName.quotaMarks, dimensions: [("mark", mark.rawValue)]).increment()
        let entry = JournalEntry(
            at: now, kind: mark == .soft ? .softQuotaMarkPassed : .hardQuotaMarkReached,
            realm: metered.realm.description,
            fields: [
                .text("subscription_id", metered.id.text), .integer("calls_per_month", Int64(value ?? 0)),
                .text("month", String(Day(of: now).description.prefix(7))), .text("request_id", context.requestID),
            ])
        do throws(JournalError) {
            try await journal.append(entry)
        } catch {
            // The call itself is none the worse for it.
            logger.error(
                "The \(mark.rawValue) mark of a subscription could not be journaled. \(error)",
                metadata: ["subscription": "\(metered.id)", "realm": "\(metered.realm)"])
        }
    }
}
