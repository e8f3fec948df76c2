import CoreMetrics
import Synchronization

/// A number that only goes up. Whole and fractional amounts are kept apart: whole ones stay exact and lock-free.
final class CounterSeries: MetricSeries, CounterHandler, FloatingPointCounterHandler {
    let key: MetricKey
    private let whole = Atomic<Int64>(0)
    private let fractional = Mutex<Double>(0)

    init(_ key: MetricKey) {
        self.key = key
    }

    func increment(by amount: Int64) {
        guard amount > 0 else { return }
        whole.wrappingAdd(amount, ordering: .relaxed)
    }

    func increment(by amount: Double) {
        guard amount.isFinite, amount > 0 else { return }
        fractional.withLock { $0 += amount }
    }

    func reset() {
        whole.store(0, ordering: .relaxed)
        fractional.withLock { $0 = 0 }
    }

    func write(to text: inout String) {
        let whole = whole.load(ordering: .relaxed)
        let fractional = fractional.withLock { $0 }
        let value = fractional == 0 ? String(whole) : MetricText.value(Double(whole) + fractional)
        text += "\(key.name)\(key.labels.braced()) \(value)\n"
    }
}
