import Testing
import Timekeeping

struct DayTests {
    @Test(arguments: [
        (0, "1970-01-01"), (86_399, "1970-01-01"), (86_400, "1970-01-02"), (-1, "1969-12-31"),
        (-86_400, "1969-12-31"), (1_795_521_600, "2026-11-24"), (1_709_164_800, "2024-02-29"),
    ])
    func `a moment lies in its day`(seconds: Int64, text: String) throws {
        let day = Day(of: Timestamp(secondsSince1970: seconds))
        #expect(day.description == text && Day(text: text) == day)
    }

    @Test(arguments: ["", "2026-11-31", "2026-1-01", "2026-11-24T00:00:00Z", "2026/11/24", "20261124"])
    func `what is no day is refused`(text: String) {
        #expect(Day(text: text) == nil)
    }

    @Test(arguments: [
        ("2026-11-24", 0, "2026-11-01"), ("2026-11-01", 1, "2026-12-01"), ("2026-12-31", 1, "2027-01-01"),
        ("2026-01-15", -1, "2025-12-01"), ("2026-11-24", -13, "2025-10-01"), ("1970-01-01", -13, "1968-12-01"),
    ])
    func `months begin on their first day`(text: String, months: Int64, begin: String) throws {
        #expect(try #require(Day(text: text)).monthStart(after: months).description == begin)
    }
}
