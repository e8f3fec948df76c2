/// What tells one time series from all others.
struct MetricKey: Hashable, Sendable {
    /// The metric's name, in the form the text format allows.
    let name: String
    /// Its labels.
    let labels: MetricLabels
}

/// One time series: keeps its values and writes its samples.
protocol MetricSeries: AnyObject, Sendable {
    /// Its name and labels.
    var key: MetricKey { get }
    /// Appends the sample lines, each with its line feed.
    func write(to text: inout String)
}

/// The type of a metric as its `TYPE` line says it.
enum MetricKind: String, Sendable {
    case counter
    case gauge
    case histogram
}

/// All series of one name. One name has one kind.
struct MetricFamily: Sendable {
    let kind: MetricKind
    /// Other kinds that were asked for under the same name, and are not shown.
    var refusedKinds: Set<MetricKind> = []
    private(set) var series: [MetricLabels: any MetricSeries] = [:]

    init(kind: MetricKind) {
        self.kind = kind
    }

    /// The labels under which values with these labels are kept.
    func labels(for labels: MetricLabels) -> MetricLabels {
        guard series[labels] == nil, series.count >= Limits.labelSetsPerMetricCount else { return labels }
        return .overflow
    }

    mutating func insert(_ one: any MetricSeries) {
        series[one.key.labels] = one
    }

    mutating func remove(_ one: any MetricSeries) {
        // Another series may have taken its place since.
        guard series[one.key.labels] === one else { return }
        series[one.key.labels] = nil
    }
}
