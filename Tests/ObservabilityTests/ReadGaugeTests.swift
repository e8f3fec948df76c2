import CoreMetrics
import Observability
import Synchronization
import Testing

struct ReadGaugeTests {
    private let registry = PrometheusRegistry()

    @Test func `a gauge is read anew at each rendering`() {
        let value = Cell(1)
        registry.gauge("set.size", help: "Entries.", labels: [("realm", "demo/sandbox")]) { value.number }
        #expect(
            registry.render() == """
                # HELP set_size Entries.
                # TYPE set_size gauge
                set_size{realm="demo/sandbox"} 1

                """)
        value.number = 2.5
        #expect(registry.render().hasSuffix("\nset_size{realm=\"demo/sandbox\"} 2.5\n"))
    }

    @Test func `a counter that somebody else keeps is shown as a counter`() {
        let value = Cell(7)
        registry.counter("hits_total", help: "Hits.") { value.number }
        #expect(registry.render() == "# HELP hits_total Hits.\n# TYPE hits_total counter\nhits_total 7\n")
        value.number = 8
        #expect(registry.render().hasSuffix("\nhits_total 8\n"))
    }

    @Test func `a gauge without a value is left out together with its head`() {
        registry.gauge("expiry", help: "Soonest.") { nil }
        #expect(registry.render() == "")
    }

    @Test func `a gauge registered again takes the first one's place`() {
        registry.gauge("g", help: "First.") { 1 }
        registry.gauge("g", help: "Second.") { 2 }
        #expect(registry.render() == "# HELP g Second.\n# TYPE g gauge\ng 2\n")
    }

    @Test func `gauges whose label sets come and go are read together`() {
        let realms = Cell(["b", "a"])
        registry.gauges("key.age", help: "Seconds.") {
            realms.names.map { GaugeReading(labels: [("realm", $0)], value: 3) }
        }
        #expect(
            registry.render() == """
                # HELP key_age Seconds.
                # TYPE key_age gauge
                key_age{realm="a"} 3
                key_age{realm="b"} 3

                """)
        realms.names = ["c"]
        #expect(registry.render().hasSuffix("# TYPE key_age gauge\nkey_age{realm=\"c\"} 3\n"))
    }

    @Test func `readings beyond the bound are left out`() {
        registry.gauges("g", help: "Many.") {
            (0...Limits.labelSetsPerMetricCount).map { GaugeReading(labels: [("n", String($0))], value: 1) }
        }
        let samples = registry.render().split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(samples.count == Limits.labelSetsPerMetricCount)
    }

    @Test func `a reading may count something itself`() {
        let factory = PrometheusMetricsFactory(registry: registry)
        registry.gauge("g", help: "Reads.") {
            Counter(label: "reads", factory: factory).increment()
            return 1
        }
        _ = registry.render()
        #expect(registry.render().contains("reads 2\n"))
    }
}

/// A value that a gauge's closure reads and a test changes.
private final class Cell: Sendable {
    private let state: Mutex<(Double, [String])>

    init(_ number: Double) { state = Mutex((number, [])) }
    init(_ names: [String]) { state = Mutex((0, names)) }

    var number: Double {
        get { state.withLock { $0.0 } }
        set { state.withLock { $0.0 = newValue } }
    }

    var names: [String] {
        get { state.withLock { $0.1 } }
        set { state.withLock { $0.1 = newValue } }
    }
}
