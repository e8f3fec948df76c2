import Metrics
import Synchronization

/// Counts answered requests. The handles are looked up once and kept, since every request comes by here; there are as
/// many as there are combinations of bounded words.
final class RequestMetrics: Sendable {
    /// What answers are told apart by.
    struct Kind: Hashable, Sendable {
        let operation: String
        let method: String
        let status: Int
        let reason: String
    }

    private let counters = Mutex<[Kind: Counter]>([:])
    private let timers = Mutex<[String: Timer]>([:])

    func count(_ kind: Kind, nanoseconds: Int64) {
        counter(kind).increment()
        timer(kind.operation).recordNanoseconds(nanoseconds)
    }

    private func counter(_ kind: Kind) -> Counter {
        counters.withLock { counters in
            if let known = counters[kind] { return known }
            let counter = Counter(
                label: MetricName.requests,
                dimensions: [
                    ("operation", kind.operation), ("method", kind.method), ("status", String(kind.status)),
                    ("reason", kind.reason),
                ])
            counters[kind] = counter
            return counter
        }
    }

    private func timer(_ operation: String) -> Timer {
        timers.withLock { timers in
            if let known = timers[operation] { return known }
            let timer = Timer(label: MetricName.requestDuration, dimensions: [("operation", operation)])
            timers[operation] = timer
            return timer
        }
    }
}
