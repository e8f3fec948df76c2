/// The upper bounds of a histogram's buckets.
package struct HistogramBuckets: Sendable, Hashable {
    /// The bounds, ascending and finite; the bucket without a bound comes by itself.
    package let upperBounds: [Double]

    /// Takes bounds in any order; those that are not finite are left out.
    package init(_ upperBounds: [Double]) {
        self.upperBounds = Set(upperBounds.filter(\.isFinite)).sorted()
    }

    /// Durations in seconds, from half a millisecond to ten seconds: what timers use.
    package static let seconds = HistogramBuckets([
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ])

    /// Numbers of things, from one to ten thousand: what recorders use.
    package static let counts = HistogramBuckets([
        1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000,
    ])

    /// The position of the bucket that counts the value; one past the last bound for a value above all of them.
    func index(of value: Double) -> Int {
        upperBounds.firstIndex { value <= $0 } ?? upperBounds.count
    }
}
