import CoreMetrics
import Synchronization

/// Every metric of the process, and its text for a Prometheus scrape (text format 0.0.4).
///
/// A metric keeps at most ``Limits/labelSetsPerMetricCount`` label sets apart; values with further ones are counted
/// under the one label `overflow="true"`, so that nothing a caller sends makes it grow without bound.
package final class PrometheusRegistry: Sendable {
    /// The media type of what ``render()`` returns.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private struct State {
        var families: [String: MetricFamily] = [:]
        var helps: [String: String] = [:]
        var buckets: [String: HistogramBuckets] = [:]
        var readings: [String: @Sendable () -> [GaugeReading]] = [:]
    }

    private let state = Mutex(State())

    /// A registry without metrics.
    package init() {}

    /// Says what a metric means, and which buckets its histogram has where it is one. Does not make the metric.
    ///
    /// - Parameters:
    ///   - name: the metric's name; characters the format does not allow count as `_`.
    ///   - help: one sentence, with the unit.
    ///   - buckets: for histograms; it holds for series made afterwards. `nil` for those of the kind.
    package func describe(_ name: String, help: String, buckets: HistogramBuckets? = nil) {
        let name = MetricText.name(name)
        state.withLock {
            $0.helps[name] = help
            if let buckets { $0.buckets[name] = buckets }
        }
    }

    /// A gauge whose value is read at each rendering; where `read` returns `nil` it is left out.
    ///
    /// Registered again with the same name and labels, the new one takes the old one's place. `read` must be quick and
    /// must not block.
    package func gauge(
        _ name: String, help: String, labels: [(String, String)] = [], read: @escaping @Sendable () -> Double?
    ) {
        register(.gauge, name, help: help, labels, read)
    }

    /// A counter that somebody else keeps, read at each rendering. It must never go down while the process lives.
    ///
    /// Registered again with the same name and labels, the new one takes the old one's place. `read` must be quick and
    /// must not block.
    package func counter(
        _ name: String, help: String, labels: [(String, String)] = [], read: @escaping @Sendable () -> Double
    ) {
        register(.counter, name, help: help, labels, read)
    }

    private func register(
        _ kind: MetricKind, _ name: String, help: String, _ labels: [(String, String)],
        _ read: @escaping @Sendable () -> Double?
    ) {
        describe(name, help: help)
        let name = MetricText.name(name)
        state.withLock { state in
            guard Self.admit(kind, name: name, to: &state) else { return }
            let labels = MetricLabels(labels)
            let kept = state.families[name]?.labels(for: labels) ?? labels
            state.families[name]?.insert(ReadSeries(MetricKey(name: name, labels: kept), read: read))
        }
    }

    /// A gauge whose label sets come and go: all of them are read at each rendering.
    package func gauges(_ name: String, help: String, read: @escaping @Sendable () -> [GaugeReading]) {
        describe(name, help: help)
        let name = MetricText.name(name)
        state.withLock { state in
            guard Self.admit(.gauge, name: name, to: &state) else { return }
            state.readings[name] = read
        }
    }

    /// The text of all metrics: in the order of their names, each with its series in the order of their labels.
    package func render() -> String {
        // The callbacks run outside the lock: one of them may itself count something.
        let (families, helps, readings) = state.withLock { ($0.families, $0.helps, $0.readings) }
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            var samples = ""
            for (_, series) in family.series.sorted(by: { $0.key < $1.key }) { series.write(to: &samples) }
            if let read = readings[name] { Self.write(read(), name: name, to: &samples) }
            guard !samples.isEmpty else { continue }
            if let help = helps[name] { text += "# HELP \(name) \(MetricText.help(help))\n" }
            text += "# TYPE \(name) \(family.kind.rawValue)\n"
            for refused in family.refusedKinds.map(\.rawValue).sorted() {
                text += "# \(name) was also used as a \(refused); a name has one type, those values are not shown.\n"
            }
            text += samples
        }
        return text
    }

    private static func write(_ readings: [GaugeReading], name: String, to text: inout String) {
        var values: [MetricLabels: Double] = [:]
        for reading in readings {
            let labels = MetricLabels(reading.labels)
            // A sum of what does not fit would mean nothing for an age or a size, so it is left out.
            guard values.count < Limits.labelSetsPerMetricCount || values[labels] != nil else { continue }
            values[labels] = reading.value
        }
        for (labels, value) in values.sorted(by: { $0.key < $1.key }) {
            text += "\(name)\(labels.braced()) \(MetricText.value(value))\n"
        }
    }
}

extension PrometheusRegistry {
    /// The counter of a name and labels, made at first sight.
    func counter(_ name: String, labels: [(String, String)]) -> CounterSeries {
        series(.counter, name, labels) { key, _ in CounterSeries(key) }
    }

    /// The settable gauge of a name and labels, made at first sight.
    func gauge(_ name: String, labels: [(String, String)]) -> GaugeSeries {
        series(.gauge, name, labels) { key, _ in GaugeSeries(key) }
    }

    /// The histogram of a name and labels, made at first sight.
    func histogram(_ name: String, labels: [(String, String)], buckets: HistogramBuckets) -> HistogramSeries {
        series(.histogram, name, labels) { key, described in HistogramSeries(key, buckets: described ?? buckets) }
    }

    /// Forgets a series; whoever still holds it counts for nobody.
    func remove(_ series: any MetricSeries) {
        state.withLock { $0.families[series.key.name]?.remove(series) }
    }

    private func series<Series: MetricSeries>(
        _ kind: MetricKind, _ name: String, _ labels: [(String, String)],
        make: (MetricKey, HistogramBuckets?) -> Series
    ) -> Series {
        let name = MetricText.name(name)
        let labels = MetricLabels(labels)
        return state.withLock { state in
            let buckets = state.buckets[name]
            // A metrics factory cannot fail. A handler that is shown nowhere is the mildest answer to a second kind.
            guard Self.admit(kind, name: name, to: &state), let family = state.families[name] else {
                return make(MetricKey(name: name, labels: labels), buckets)
            }
            let kept = family.labels(for: labels)
            if let known = family.series[kept] as? Series { return known }
            let new = make(MetricKey(name: name, labels: kept), buckets)
            state.families[name]?.insert(new)
            return new
        }
    }

    /// Whether the name is, or now becomes, a metric of this kind.
    private static func admit(_ kind: MetricKind, name: String, to state: inout State) -> Bool {
        guard let family = state.families[name] else {
            state.families[name] = MetricFamily(kind: kind)
            return true
        }
        guard family.kind != kind else { return true }
        state.families[name]?.refusedKinds.insert(kind)
        return false
    }
}
