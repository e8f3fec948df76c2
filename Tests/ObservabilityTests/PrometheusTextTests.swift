import CoreMetrics
import Observability
import Testing

struct PrometheusTextTests {
    private let registry = PrometheusRegistry()
    private var factory: PrometheusMetricsFactory { PrometheusMetricsFactory(registry: registry) }

    @Test func `a registry without metrics is empty text`() {
        #expect(registry.render() == "")
    }

    @Test func `a metric is written once with its help and type and its series in the order of their labels`() {
        registry.describe("counterfoil.requests", help: "Requests answered.")
        for (status, count) in [("401", 2), ("200", 3)] {
            Counter(label: "counterfoil.requests", dimensions: [("status", status)], factory: factory)
                .increment(by: count)
        }
        #expect(
            registry.render() == """
                # HELP counterfoil_requests Requests answered.
                # TYPE counterfoil_requests counter
                counterfoil_requests{status="200"} 3
                counterfoil_requests{status="401"} 2

                """)
    }

    @Test func `metrics stand in the order of their names`() {
        for name in ["b", "c", "a"] { Counter(label: name, factory: factory).increment() }
        let names = registry.render().split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(names == ["a 1", "b 1", "c 1"])
    }

    @Test(arguments: [
        ("http.requests-total", "http_requests_total"), ("9lives", "_9lives"), ("a:b", "a:b"), ("", "_"),
        ("größe", "gr__e"), ("a b\nc", "a_b_c"),
    ])
    func `a name takes the form that the format allows`(label: String, name: String) {
        Counter(label: label, factory: factory).increment()
        #expect(registry.render() == "# TYPE \(name) counter\n\(name) 1\n")
    }

    @Test(arguments: [
        ("a\"b", #"a\"b"#), ("a\\b", #"a\\b"#), ("a\nb", #"a\nb"#), ("a\rb", "a b"), ("é", "é"),
        (#"\""#, #"\\\""#),
    ])
    func `a label's value cannot leave its quotation marks`(value: String, written: String) {
        Counter(label: "m", dimensions: [("v", value)], factory: factory).increment()
        #expect(registry.render() == "# TYPE m counter\nm{v=\"\(written)\"} 1\n")
    }

    @Test func `a long label value is cut between two characters`() {
        let value = String(repeating: "é", count: Limits.labelValueBytes)
        Counter(label: "m", dimensions: [("v", value)], factory: factory).increment()
        let kept = String(repeating: "é", count: Limits.labelValueBytes / 2)
        #expect(registry.render().contains("m{v=\"\(kept)\"} 1\n"))
    }

    @Test func `label names are sanitized and sorted and the first of two stands`() {
        Counter(label: "m", dimensions: [("z", "1"), ("a.b", "2"), ("a_b", "3"), ("c:d", "4")], factory: factory)
            .increment()
        #expect(registry.render() == "# TYPE m counter\nm{a_b=\"2\",c_d=\"4\",z=\"1\"} 1\n")
    }

    @Test func `line breaks and backslashes in a help text are escaped`() {
        registry.describe("m", help: "one\ntwo \\ \"three\"")
        Counter(label: "m", factory: factory).increment()
        #expect(registry.render().hasPrefix("# HELP m one\\ntwo \\\\ \"three\"\n"))
    }

    @Test func `what is only described is not written`() {
        registry.describe("m", help: "Nothing yet.")
        #expect(registry.render() == "")
    }

    @Test(arguments: [
        (0.25, "0.25"), (3.0, "3"), (-1.5, "-1.5"), (Double.infinity, "+Inf"), (-Double.infinity, "-Inf"),
        (Double.nan, "NaN"), (1e300, "1e+300"),
    ])
    func `a gauge's value is written as the format reads it`(value: Double, written: String) {
        Gauge(label: "g", factory: factory).record(value)
        #expect(registry.render() == "# TYPE g gauge\ng \(written)\n")
    }
}
