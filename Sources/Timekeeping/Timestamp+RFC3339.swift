extension Timestamp {
    /// Reads a date and time of RFC 3339 section 5.6, such as `2026-11-24T22:37:38Z` or
    /// `2026-11-24T22:37:38.12+01:00`. What is finer than a millisecond is cut off, and a leap second counts as the
    /// second after it. `nil` for anything else, and for days that do not exist.
    package init?(rfc3339 text: some StringProtocol) {
        var rest = Array(text.utf8)[...]
        func number(_ digits: Int) -> Int64? {
            guard rest.count >= digits else { return nil }
            var value: Int64 = 0
            for byte in rest.prefix(digits) {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
                value = value * 10 + Int64(byte - UInt8(ascii: "0"))
            }
            rest = rest.dropFirst(digits)
            return value
        }
        func take(_ wanted: String) -> Bool {
            guard let byte = rest.first, wanted.utf8.contains(byte) else { return false }
            rest = rest.dropFirst()
            return true
        }
        guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2), take("Tt"),
            let hour = number(2), take(":"), let minute = number(2), take(":"), let second = number(2),
            let midnight = Self.midnight(year, month, day), hour < 24, minute < 60, second <= 60
        else { return nil }
        var millisecond: Int64 = 0
        if take(".") {
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard !digits.isEmpty else { return nil }
            for index in 0..<3 {
                let byte = index < digits.count ? digits[digits.startIndex + index] : UInt8(ascii: "0")
                millisecond = millisecond * 10 + Int64(byte - UInt8(ascii: "0"))
            }
            rest = rest.dropFirst(digits.count)
        }
        var offsetMinutes: Int64 = 0
        if !take("Zz") {
            let isEast = take("+")
            guard isEast || take("-"), let hours = number(2), take(":"), let minutes = number(2), hours < 24,
                minutes < 60
            else { return nil }
            offsetMinutes = (hours * 60 + minutes) * (isEast ? 1 : -1)
        }
        guard rest.isEmpty else { return nil }
        self.init(
            millisecondsSince1970: midnight.millisecondsSince1970 + hour * 3_600_000
                + (minute - offsetMinutes) * 60_000 + second * 1_000 + millisecond)
    }

    /// The start of a day in UTC; `nil` for a day that does not exist.
    private static func midnight(_ year: Int64, _ month: Int64, _ day: Int64) -> Timestamp? {
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        let days = TimestampText.daysSince1970(year: year, month: month, day: day)
        guard TimestampText.civilDate(daysSince1970: days) == (year, month, day) else { return nil }
        return Timestamp(secondsSince1970: days * 86_400)
    }
}
