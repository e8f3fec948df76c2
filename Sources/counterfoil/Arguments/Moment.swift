import ArgumentParser
import Timekeeping

/// Reading of points in time.
enum Moment {
    /// Reads `2026-12-31T23:59:59Z`, an offset in place of the `Z`, or `2026-12-31`, which is midnight UTC.
    ///
    /// - Throws: `ValidationError` for anything else and outside the years 1970 to 9999.
    static func read(_ text: String) throws -> Timestamp {
        let form = /(\d{4}-\d{2}-\d{2})(?:[Tt](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?([Zz]|([+-])(\d{2}):(\d{2})))?/
            .asciiOnlyDigits()
        guard let match = text.wholeMatch(of: form),
            let local = TimestampText.read(
                "\(match.output.1)T\(match.output.2 ?? "00:00:00").\(milliseconds(match.output.3))Z"),
            let offset = offsetSeconds(match.output.5, hours: match.output.6, minutes: match.output.7)
        else {
            throw ValidationError("Give a time such as 2026-12-31T23:59:59Z, or a date such as 2026-12-31.")
        }
        let moment = local.adding(seconds: -offset)
        guard (0..<CommandLimits.momentEndSeconds).contains(moment.secondsSince1970) else {
            throw ValidationError("Give a time in the years 1970 to 9999.")
        }
        return moment
    }

    /// The first three digits of a fraction of a second.
    private static func milliseconds(_ fraction: Substring?) -> String {
        let digits = (fraction ?? "").prefix(3)
        return digits + String(repeating: "0", count: 3 - digits.count)
    }

    /// How far local time is ahead of UTC; 0 where there is no offset, `nil` for one that does not exist.
    private static func offsetSeconds(_ sign: Substring?, hours: Substring?, minutes: Substring?) -> Int64? {
        guard let sign else { return 0 }
        guard let hours = hours.flatMap({ Int64($0) }), let minutes = minutes.flatMap({ Int64($0) }),
            hours < 24, minutes < 60
        else { return nil }
        return (sign == "-" ? -1 : 1) * (hours * 3_600 + minutes * 60)
    }
}

/// A point in time to search from or to: a time, or how long ago it was.
enum SearchMoment: Hashable, Sendable {
    /// A time.
    case at(Timestamp)
    /// That long before now.
    case ago(TimeSpan)

    /// Reads a time or a time span.
    ///
    /// - Throws: `ValidationError` for anything else.
    init(text: String) throws {
        if let span = try? TimeSpan(text: text) {
            self = .ago(span)
        } else if let moment = try? Moment.read(text) {
            self = .at(moment)
        } else {
            throw ValidationError(
                "Give a time such as 2026-12-31T23:59:59Z, or how long ago it was: 30m, 12h, 90d.")
        }
    }

    /// The point in time, seen from `now`.
    func resolved(now: Timestamp) -> Timestamp {
        switch self {
        case .at(let moment): moment
        case .ago(let span): now.adding(seconds: -span.seconds)
        }
    }
}
