package import CoreMetrics

/// Lets everything that counts through swift-metrics count in a ``PrometheusRegistry``.
///
/// Counters become counters; meters, and recorders that do not aggregate, gauges; recorders that do, histograms with
/// ``HistogramBuckets/counts``; timers, histograms in seconds with ``HistogramBuckets/seconds``.
package struct PrometheusMetricsFactory: MetricsFactory {
    private let registry: PrometheusRegistry

    /// A factory whose handlers count in the registry.
    package init(registry: PrometheusRegistry) {
        self.registry = registry
    }

    /// The counter of these labels; the same one each time.
    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        registry.counter(label, labels: dimensions)
    }

    /// The counter of these labels, which takes fractions; the same one as for whole numbers.
    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        registry.counter(label, labels: dimensions)
    }

    /// The gauge of these labels.
    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        registry.gauge(label, labels: dimensions)
    }

    /// A histogram where values are to be aggregated, and a gauge that keeps the last one where they are not.
    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        guard aggregate else { return registry.gauge(label, labels: dimensions) }
        return registry.histogram(label, labels: dimensions, buckets: .counts)
    }

    /// A histogram in seconds.
    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        registry.histogram(label, labels: dimensions, buckets: .seconds)
    }

    /// Forgets the counter.
    package func destroyCounter(_ handler: any CounterHandler) { forget(handler) }

    /// Forgets the counter.
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { forget(handler) }

    /// Forgets the gauge.
    package func destroyMeter(_ handler: any MeterHandler) { forget(handler) }

    /// Forgets the histogram or gauge.
    package func destroyRecorder(_ handler: any RecorderHandler) { forget(handler) }

    /// Forgets the histogram.
    package func destroyTimer(_ handler: any TimerHandler) { forget(handler) }

    private func forget(_ handler: AnyObject) {
        guard let series = handler as? any MetricSeries else { return }
        registry.remove(series)
    }
}
