import CoreMetrics
import Synchronization

/// How many values fell under each bound, and their sum.
final class HistogramSeries: MetricSeries, RecorderHandler, TimerHandler {
    private struct State {
        var counts: [UInt64]
        var sum: Double = 0
    }

    let key: MetricKey
    private let buckets: HistogramBuckets
    private let state: Mutex<State>

    init(_ key: MetricKey, buckets: HistogramBuckets) {
        self.key = key
        self.buckets = buckets
        self.state = Mutex(State(counts: Array(repeating: 0, count: buckets.upperBounds.count + 1)))
    }

    func record(_ value: Int64) {
        record(Double(value))
    }

    func record(_ value: Double) {
        // One value that is no number would make the sum useless for as long as the process runs.
        guard value.isFinite else { return }
        let index = buckets.index(of: value)
        state.withLock {
            $0.counts[index] += 1
            $0.sum += value
        }
    }

    func recordNanoseconds(_ duration: Int64) {
        record(Double(duration) / 1_000_000_000)
    }

    func write(to text: inout String) {
        let state = state.withLock { $0 }
        var count: UInt64 = 0
        for (bound, inBucket) in zip(buckets.upperBounds + [.infinity], state.counts) {
            count += inBucket
            let labels = key.labels.braced(further: "le=\"\(MetricText.value(bound))\"")
            text += "\(key.name)_bucket\(labels) \(count)\n"
        }
        text += "\(key.name)_sum\(key.labels.braced()) \(MetricText.value(state.sum))\n"
        text += "\(key.name)_count\(key.labels.braced()) \(count)\n"
    }
}
