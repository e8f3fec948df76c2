/// The written form of moments: ISO 8601 in UTC with milliseconds, `2026-11-24T22:37:38.120Z`, always 24 bytes.
///
/// Written and read by arithmetic alone, because the bytes go into the journal's hash chain and must never
/// follow the habits of a formatting library, and because every token issued writes one.
package enum TimestampText {
    /// The first moment that has a written form: 0001-01-01T00:00:00.000Z.
    package static let earliest = Timestamp(millisecondsSince1970: -62_135_596_800_000)
    /// The last moment that has a written form: 9999-12-31T23:59:59.999Z.
    package static let latest = Timestamp(millisecondsSince1970: 253_402_300_799_999)

    private static let millisecondsPerDay: Int64 = 86_400_000
    private static let writtenBytes = 24

    /// Adds the written form of a moment to `bytes`.
    package static func write(_ moment: Timestamp, to bytes: inout [UInt8]) {
        let total = moment.millisecondsSince1970
        let timeOfDay = ((total % millisecondsPerDay) + millisecondsPerDay) % millisecondsPerDay
        let (year, month, day) = civilDate(daysSince1970: (total - timeOfDay) / millisecondsPerDay)
        writeDigits(year, count: 4, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        writeDigits(month, count: 2, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        writeDigits(day, count: 2, to: &bytes)
        bytes.append(UInt8(ascii: "T"))
        writeDigits(timeOfDay / 3_600_000, count: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        writeDigits(timeOfDay / 60_000 % 60, count: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        writeDigits(timeOfDay / 1_000 % 60, count: 2, to: &bytes)
        bytes.append(UInt8(ascii: "."))
        writeDigits(timeOfDay % 1_000, count: 3, to: &bytes)
        bytes.append(UInt8(ascii: "Z"))
    }

    /// The written form of a moment.
    package static func text(_ moment: Timestamp) -> String {
        var bytes: [UInt8] = []
        write(moment, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads the written form. `nil` for anything that `write` does not write.
    package static func read(_ text: String) -> Timestamp? {
        let bytes = Array(text.utf8)
        guard bytes.count == writtenBytes,
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]),
            let second = number(bytes[17..<19]), let millisecond = number(bytes[20..<23]),
            hour < 24, minute < 60, second < 60
        else { return nil }
        let days = daysSince1970(year: year, month: month, day: day)
        let time = hour * 3_600_000 + minute * 60_000 + second * 1_000 + millisecond
        let moment = Timestamp(millisecondsSince1970: days * millisecondsPerDay + time)
        // Writing it again settles the separators and dates that do not exist, such as 30 February.
        return moment >= earliest && moment <= latest && Self.text(moment) == text ? moment : nil
    }

    private static func writeDigits(_ value: Int64, count: Int, to bytes: inout [UInt8]) {
        var divisor: Int64 = 1
        for _ in 1..<count { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
        var value: Int64 = 0
        for digit in digits {
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return value
    }

    // Both directions count days within 400-year eras whose years begin in March, so that a leap day is the last day
    // of its year and month lengths follow one linear formula.

    static func civilDate(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, day)
    }

    static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
        let marchYear = month <= 2 ? year - 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
