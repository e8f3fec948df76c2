import ExternalRecords
import Testing
import Timekeeping

struct RecordValueTests {
    @Test(arguments: ["10000001", "00000000", "99999999"])
    func `8 digits are an id`(text: String) {
        #expect(RecordIdentifier(text)?.text == text)
    }

    @Test(arguments: ["", "1000000", "100000011", "1000000a", "P-10000001", "１２３４５６７８", "-1000000", " 1000000"])
    func `nothing but 8 digits is an id`(text: String) {
        #expect(RecordIdentifier(text) == nil)
    }

    @Test func `the id of a number has zeros before it`() {
        #expect(RecordIdentifier(number: 42)?.text == "00000042")
        #expect(RecordIdentifier(number: 100_000_000) == nil)
        #expect(RecordIdentifier(number: -1) == nil)
    }

    @Test(arguments: ["1961-04-09", "2000-02-29", "2024-02-29", "0001-01-01", "9999-12-31"])
    func `a day of the calendar is read and written alike`(text: String) {
        #expect(CalendarDate(text)?.description == text)
    }

    @Test(arguments: [
        "1900-02-29", "2023-02-29", "2023-04-31", "2023-13-01", "2023-00-10", "2023-01-00", "0000-01-01", "23-01-01",
        "2023-1-01", "2023/01/01", "2023-01-01T00:00:00Z", "", "-023-01-01", "2023-+1-01",
    ])
    func `a day that the calendar does not have is refused`(text: String) {
        #expect(CalendarDate(text) == nil)
    }

    @Test func `days are ordered by time`() throws {
        let days = try ["1961-04-09", "1961-04-10", "1961-05-01", "1962-01-01"].map { try #require(CalendarDate($0)) }
        #expect(days.shuffled().sorted() == days)
    }

    @Test(arguments: ["1999999984", "1999999992", "1234567893"])
    func `a provider identifier with the right check digit is valid`(text: String) {
        #expect(ProviderIdentifier.isValid(text))
    }

    @Test(arguments: ["1999999985", "1234567890", "199999998", "19999999844", "19999999a4", ""])
    func `any other text is not a provider identifier`(text: String) {
        #expect(!ProviderIdentifier.isValid(text))
    }

    @Test func `a page outside the limits cannot be asked for`() {
        #expect(Page(index: 0, rows: 1) != nil)
        #expect(Page(index: RecordLimits.largestPageIndex, rows: RecordLimits.largestPageRows) != nil)
        #expect(Page(index: -1, rows: 1) == nil)
        #expect(Page(index: RecordLimits.largestPageIndex + 1, rows: 1) == nil)
        #expect(Page(index: 0, rows: 0) == nil)
        #expect(Page(index: 0, rows: RecordLimits.largestPageRows + 1) == nil)
        #expect(Page(index: 3, rows: 20)?.offsetRows == 60)
    }
}
