import ArgumentParser
import Testing
import Timekeeping

@testable import counterfoil

@Suite struct TimeArgumentTests {
    @Test(
        arguments: [
            ("1s", 1), ("45s", 45), ("30m", 1_800), ("12h", 43_200), ("90d", 7_776_000), ("2w", 1_209_600),
            ("007d", 604_800), ("36525d", 3_155_760_000),
        ] as [(String, Int64)])
    func `a time span is a whole number and a unit`(text: String, seconds: Int64) throws {
        #expect(try TimeSpan(text: text).seconds == seconds)
    }

    @Test(arguments: [
        "", "d", "90", "0d", "-1d", "1.5h", "1 h", "h1", "1y", "1D", "٣d", "36526d", "99999999999s", "9999999999w",
        "1dd",
    ])
    func `anything else is no time span, and the error says what to give`(text: String) {
        let error = #expect(throws: ValidationError.self) { try TimeSpan(text: text) }
        #expect(error?.message.hasPrefix("Give a ") == true)
    }

    @Test(
        arguments: [
            ("2026-12-31T23:59:59Z", 1_798_761_599_000), ("2026-12-31T23:59:59.250Z", 1_798_761_599_250),
            ("2027-01-01T01:59:59+02:00", 1_798_761_599_000), ("2027-01-01", 1_798_761_600_000),
            ("2026-12-31T22:29:59.5-01:30", 1_798_761_599_500), ("2026-12-31t23:59:59z", 1_798_761_599_000),
            ("2028-02-29", 1_835_395_200_000), ("1970-01-01", 0), ("9999-12-31T23:59:59Z", 253_402_300_799_000),
        ] as [(String, Int64)])
    func `a moment is an ISO 8601 time or a date`(text: String, milliseconds: Int64) throws {
        #expect(try Moment.read(text).millisecondsSince1970 == milliseconds)
    }

    @Test(arguments: [
        "", "now", "2026", "2026-12", "31.12.2026", "2026-13-01", "2026-12-31 23:59", "2026-12-31T23:59:59",
        "1969-12-31T23:59:59Z", "1798761599", "2026-12-31T25:00:00Z",
        "2026-02-30", "2026-12-31T23:59:59+24:00", "2026-12-31T23:59:59.Z", "2026-12-31 ", "٢٠٢٦-12-31",
    ])
    func `anything else is no moment`(text: String) {
        #expect(throws: ValidationError.self) { try Moment.read(text) }
    }

    @Test func `a moment to search from is a time, or how long ago it was`() throws {
        let now = Timestamp(secondsSince1970: 1_000_000)
        #expect(try SearchMoment(text: "1h").resolved(now: now) == Timestamp(secondsSince1970: 996_400))
        #expect(try SearchMoment(text: "1970-01-02").resolved(now: now) == Timestamp(secondsSince1970: 86_400))
        #expect(throws: ValidationError.self) { try SearchMoment(text: "yesterday") }
    }
}
