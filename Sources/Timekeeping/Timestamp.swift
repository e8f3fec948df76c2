public import FoundationEssentials

/// A point in time, counted in whole milliseconds since 1970-01-01T00:00:00Z (leap seconds not counted).
///
/// Stored and compared as one integer, so that what is written to a store is read back exactly.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z. Negative before it.
    public var millisecondsSince1970: Int64

    /// Makes a timestamp from milliseconds since 1970-01-01T00:00:00Z.
    public init(millisecondsSince1970: Int64) {
        self.millisecondsSince1970 = millisecondsSince1970
    }

    /// Makes a timestamp from whole seconds since 1970-01-01T00:00:00Z.
    public init(secondsSince1970: Int64) {
        self.millisecondsSince1970 = secondsSince1970 * 1_000
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    public var secondsSince1970: Int64 {
        let (quotient, remainder) = millisecondsSince1970.quotientAndRemainder(dividingBy: 1_000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// This moment as a Foundation date.
    public var date: Date {
        Date(timeIntervalSince1970: Double(millisecondsSince1970) / 1_000)
    }

    /// The moment `seconds` later (earlier when negative).
    public func adding(seconds: Int64) -> Timestamp {
        Timestamp(millisecondsSince1970: millisecondsSince1970 + seconds * 1_000)
    }

    /// The moment `milliseconds` later (earlier when negative).
    public func adding(milliseconds: Int64) -> Timestamp {
        Timestamp(millisecondsSince1970: millisecondsSince1970 + milliseconds)
    }

    /// Milliseconds from `earlier` to this moment; negative when this one is the earlier.
    public func milliseconds(since earlier: Timestamp) -> Int64 {
        millisecondsSince1970 - earlier.millisecondsSince1970
    }

    /// Orders by time.
    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.millisecondsSince1970 < right.millisecondsSince1970
    }
}

extension Timestamp: CustomStringConvertible {
    /// ISO 8601 in UTC with milliseconds, such as `2026-11-24T22:37:38.120Z`. Moments before the year 1 or after the
    /// year 9999 are written as the first or last one between.
    public var description: String {
        TimestampText.text(min(max(self, TimestampText.earliest), TimestampText.latest))
    }

    /// Reads an ISO 8601 date and time with an offset or `Z`, with or without a fraction of a second.
    /// `nil` when the text is anything else.
    public init?(iso8601 text: String) {
        let plain = try? Date(text, strategy: Date.ISO8601FormatStyle())
        let fractional = try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        guard let date = plain ?? fractional else { return nil }
        self.init(millisecondsSince1970: Int64((date.timeIntervalSince1970 * 1_000).rounded()))
    }
}
