/// A calendar day in UTC.
package struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01; negative before it.
    package let number: Int64

    private static let seconds: Int64 = 86_400

    /// The day of a number.
    package init(number: Int64) { self.number = number }

    /// The day in which a moment lies.
    package init(of moment: Timestamp) {
        let seconds = moment.secondsSince1970
        number = (seconds >= 0 ? seconds : seconds - Self.seconds + 1) / Self.seconds
    }

    /// Reads `2026-11-25`. `nil` for anything else.
    package init?(text: String) {
        guard let moment = TimestampText.read("\(text)T00:00:00.000Z") else { return nil }
        self.init(of: moment)
    }

    /// Its first moment.
    package var start: Timestamp { Timestamp(secondsSince1970: number * Self.seconds) }

    /// The first day of its month.
    package var monthStart: Day { monthStart(after: 0) }

    /// The first day of the month that is so many months later; earlier when negative.
    package func monthStart(after months: Int64) -> Day {
        let (year, month, _) = TimestampText.civilDate(daysSince1970: number)
        let count = year * 12 + month - 1 + months
        let nextYear = count >= 0 ? count / 12 : (count - 11) / 12
        return Day(
            number: TimestampText.daysSince1970(year: nextYear, month: count - nextYear * 12 + 1, day: 1))
    }

    /// The day that is so many days later; earlier when negative.
    package func adding(days: Int64) -> Day { Day(number: number + days) }

    /// `2026-11-25`.
    package var description: String { String(start.description.prefix(10)) }

    /// Orders by time.
    package static func < (left: Day, right: Day) -> Bool { left.number < right.number }
}
