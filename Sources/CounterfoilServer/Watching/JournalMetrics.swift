import Journal
import Metrics

/// What `/metrics` says of the journal's group commit.
struct JournalMetrics: JournalObserver {
    private let entries = Counter(label: MetricName.journalEntries)
    private let groupSize = Recorder(label: MetricName.journalGroupSize)
    private let duration = Timer(label: MetricName.journalCommitDuration)
    private let failures = Counter(label: MetricName.journalFailures)

    func committed(entries count: Int, nanoseconds: Int64) {
        entries.increment(by: count)
        groupSize.record(count)
        duration.recordNanoseconds(nanoseconds)
    }

    func failed() {
        failures.increment()
    }
}
