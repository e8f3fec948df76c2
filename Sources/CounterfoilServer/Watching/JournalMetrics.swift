import Journal
import Metrics
import Synchronization

/// What `/metrics` and `/readyz` say of the journal's group commit.
final class JournalMetrics: JournalObserver {
    private let entries = Counter(label: MetricName.journalEntries)
    private let groupSize = Recorder(label: MetricName.journalGroupSize)
    private let duration = Timer(label: MetricName.journalCommitDuration)
    private let failures = Counter(label: MetricName.journalFailures)
    private let hasFailed = Atomic(false)

    /// Whether the newest transaction failed.
    var isFailing: Bool { hasFailed.load(ordering: .relaxed) }

    func committed(entries count: Int, nanoseconds: Int64) {
        hasFailed.store(false, ordering: .relaxed)
        entries.increment(by: count)
        groupSize.record(count)
        duration.recordNanoseconds(nanoseconds)
    }

    func failed() {
        hasFailed.store(true, ordering: .relaxed)
        failures.increment()
    }
}
