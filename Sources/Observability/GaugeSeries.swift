import CoreMetrics
import Synchronization

/// A number that goes up and down: the last value set.
final class GaugeSeries: MetricSeries, MeterHandler, RecorderHandler {
    let key: MetricKey
    private let bits = Atomic<UInt64>(Double.zero.bitPattern)

    init(_ key: MetricKey) {
        self.key = key
    }

    func set(_ value: Int64) {
        set(Double(value))
    }

    func set(_ value: Double) {
        bits.store(value.bitPattern, ordering: .relaxed)
    }

    func increment(by amount: Double) {
        var known = bits.load(ordering: .relaxed)
        while true {
            let next = (Double(bitPattern: known) + amount).bitPattern
            let (exchanged, original) = bits.weakCompareExchange(expected: known, desired: next, ordering: .relaxed)
            if exchanged { return }
            known = original
        }
    }

    func decrement(by amount: Double) {
        increment(by: -amount)
    }

    func record(_ value: Int64) {
        set(Double(value))
    }

    func record(_ value: Double) {
        set(value)
    }

    func write(to text: inout String) {
        let value = Double(bitPattern: bits.load(ordering: .relaxed))
        text += "\(key.name)\(key.labels.braced()) \(MetricText.value(value))\n"
    }
}
