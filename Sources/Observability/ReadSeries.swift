/// The value of one series at the moment of reading, for gauges that are read rather than set.
package struct GaugeReading: Sendable {
    /// The labels, in any order. Their values must come from a bounded set.
    package let labels: [(String, String)]
    /// The value.
    package let value: Double

    /// Puts labels and value together.
    package init(labels: [(String, String)] = [], value: Double) {
        self.labels = labels
        self.value = value
    }
}

/// A gauge or counter of one label set whose value is asked for at each rendering.
final class ReadSeries: MetricSeries {
    let key: MetricKey
    private let read: @Sendable () -> Double?

    init(_ key: MetricKey, read: @escaping @Sendable () -> Double?) {
        self.key = key
        self.read = read
    }

    func write(to text: inout String) {
        guard let value = read() else { return }
        text += "\(key.name)\(key.labels.braced()) \(MetricText.value(value))\n"
    }
}
