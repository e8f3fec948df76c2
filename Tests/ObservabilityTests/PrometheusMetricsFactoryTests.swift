import CoreMetrics
import Observability
import Testing

struct PrometheusMetricsFactoryTests {
    private let registry = PrometheusRegistry()
    private var factory: PrometheusMetricsFactory { PrometheusMetricsFactory(registry: registry) }

    private func samples() -> [Substring] {
        registry.render().split(separator: "\n").filter { !$0.hasPrefix("#") }
    }

    @Test func `counters of the same name and labels count together whatever the order of the labels`() {
        Counter(label: "c", dimensions: [("a", "1"), ("b", "2")], factory: factory).increment(by: 2)
        Counter(label: "c", dimensions: [("b", "2"), ("a", "1")], factory: factory).increment(by: 3)
        #expect(samples() == [#"c{a="1",b="2"} 5"#])
    }

    @Test func `a counter takes whole and fractional amounts and never goes down`() {
        let handler = factory.makeCounter(label: "c", dimensions: [])
        handler.increment(by: 2)
        handler.increment(by: -5)
        let fractional = factory.makeFloatingPointCounter(label: "c", dimensions: [])
        fractional.increment(by: 0.5)
        fractional.increment(by: -1)
        fractional.increment(by: .nan)
        #expect(samples() == ["c 2.5"])
    }

    @Test func `a counter that is reset starts from zero`() {
        let counter = Counter(label: "c", factory: factory)
        counter.increment(by: 7)
        counter.reset()
        counter.increment()
        #expect(samples() == ["c 1"])
    }

    @Test func `a meter is set and goes up and down`() {
        let meter = Meter(label: "m", factory: factory)
        meter.set(10)
        meter.increment(by: 2.5)
        meter.decrement(by: 5)
        #expect(samples() == ["m 7.5"])
    }

    @Test func `a timer fills the buckets of seconds from the one that holds the value`() {
        let timer = CoreMetrics.Timer(label: "t", factory: factory)
        timer.recordNanoseconds(500_000)
        timer.recordNanoseconds(500_001)
        timer.recordNanoseconds(20_000_000_000)
        #expect(registry.render().hasPrefix("# TYPE t histogram\n"))
        let bounds = [
            "0.0005", "0.001", "0.0025", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10",
        ]
        let counts = [1] + Array(repeating: 2, count: bounds.count - 1)
        let buckets = zip(bounds, counts).map { "t_bucket{le=\"\($0)\"} \($1)" }
        #expect(samples().map(String.init) == buckets + ["t_bucket{le=\"+Inf\"} 3", "t_sum 20.001000001", "t_count 3"])
    }

    @Test func `an aggregating recorder has the buckets its description gives it`() {
        registry.describe("r", help: "Entries written together.", buckets: HistogramBuckets([100, 1, 10]))
        let recorder = Recorder(label: "r", dimensions: [("db", "x")], aggregate: true, factory: factory)
        for value in [1, 2, 10, 11, 1_000] { recorder.record(value) }
        #expect(
            samples() == [
                #"r_bucket{db="x",le="1"} 1"#, #"r_bucket{db="x",le="10"} 3"#, #"r_bucket{db="x",le="100"} 4"#,
                #"r_bucket{db="x",le="+Inf"} 5"#, #"r_sum{db="x"} 1024"#, #"r_count{db="x"} 5"#,
            ])
    }

    @Test func `a value that is no number does not enter a histogram`() {
        let recorder = Recorder(label: "r", aggregate: true, factory: factory)
        recorder.record(Double.nan)
        recorder.record(Double.infinity)
        recorder.record(4)
        #expect(samples().suffix(2) == ["r_sum 4", "r_count 1"])
    }

    @Test func `a label named le does not clash with a histogram's own`() {
        Recorder(label: "r", dimensions: [("le", "x")], aggregate: true, factory: factory).record(1)
        #expect(samples().first == #"r_bucket{le_="x",le="1"} 1"#)
    }

    @Test func `what is destroyed is forgotten and starts anew`() {
        let counter = Counter(label: "c", factory: factory)
        counter.increment(by: 9)
        counter.destroy()
        #expect(registry.render() == "")
        Counter(label: "c", factory: factory).increment()
        counter.destroy()
        #expect(samples() == ["c 1"])
    }

    @Test func `a name has one type and the second one is only mentioned`() {
        Counter(label: "x", factory: factory).increment()
        Meter(label: "x", factory: factory).set(5)
        registry.gauge("x", help: "Read.") { 6 }
        #expect(samples() == ["x 1"])
        let types = registry.render().split(separator: "\n").filter { $0.hasPrefix("# TYPE") }
        #expect(types == ["# TYPE x counter"])
        #expect(registry.render().contains("# x was also used as a gauge;"))
    }

    @Test func `label sets beyond the bound are counted together`() {
        let further = 25
        for number in 0..<(Limits.labelSetsPerMetricCount + further) {
            Counter(label: "c", dimensions: [("n", String(number))], factory: factory).increment()
        }
        Counter(label: "c", dimensions: [("n", "0")], factory: factory).increment()
        let samples = samples()
        #expect(samples.count == Limits.labelSetsPerMetricCount + 1)
        #expect(samples.contains("c{overflow=\"true\"} \(further)"))
        #expect(samples.contains("c{n=\"0\"} 2"))
    }

    @Test func `a metric of bounded labels is not touched by another one's overflow`() {
        for number in 0...Limits.labelSetsPerMetricCount {
            Counter(label: "wide", dimensions: [("n", String(number))], factory: factory).increment()
        }
        Counter(label: "narrow", dimensions: [("n", "1")], factory: factory).increment()
        #expect(samples().first == #"narrow{n="1"} 1"#)
    }

    @Test func `increments from many tasks are all counted`() async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let counter = Counter(label: "c", factory: factory)
                    let meter = Meter(label: "m", factory: factory)
                    let timer = CoreMetrics.Timer(label: "t", factory: factory)
                    for _ in 0..<1_000 {
                        counter.increment()
                        meter.increment(by: 1)
                        timer.recordNanoseconds(1)
                    }
                }
            }
        }
        #expect(samples().contains("c 8000"))
        #expect(samples().contains("m 8000"))
        #expect(samples().contains("t_count 8000"))
    }
}
