import FoundationEssentials

/// Where a part gets the time from: the system's clock in the server, a clock moved by hand in tests.
public struct TimeSource: Sendable {
    private let read: @Sendable () -> Timestamp

    /// Makes a source that asks `read` for each moment.
    public init(_ read: @escaping @Sendable () -> Timestamp) {
        self.read = read
    }

    /// The present moment.
    public func now() -> Timestamp {
        read()
    }

    /// The system's clock.
    public static let system = TimeSource {
        Timestamp(millisecondsSince1970: Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down)))
    }
}
