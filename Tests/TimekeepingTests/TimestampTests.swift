import FoundationEssentials
import Testing
import Timekeeping

struct TimestampTests {
    @Test(
        arguments: [
            (0, 0), (999, 0), (1_000, 1), (-1, -1), (-1_000, -1), (-1_001, -2), (1_795_559_858_120, 1_795_559_858),
        ] as [(Int64, Int64)])
    func `whole seconds are rounded down, before 1970 too`(milliseconds: Int64, seconds: Int64) {
        #expect(Timestamp(millisecondsSince1970: milliseconds).secondsSince1970 == seconds)
    }

    @Test func `moments made of seconds and of milliseconds are the same`() {
        #expect(Timestamp(secondsSince1970: 12) == Timestamp(millisecondsSince1970: 12_000))
    }

    @Test func `seconds and milliseconds are added in both directions`() {
        let moment = Timestamp(secondsSince1970: 100)
        #expect(moment.adding(seconds: 20).secondsSince1970 == 120)
        #expect(moment.adding(seconds: -120).secondsSince1970 == -20)
        #expect(moment.adding(milliseconds: 1).millisecondsSince1970 == 100_001)
        #expect(moment.adding(milliseconds: -1).millisecondsSince1970 == 99_999)
    }

    @Test func `the distance is negative towards a later moment`() {
        let early = Timestamp(millisecondsSince1970: 1)
        let late = Timestamp(millisecondsSince1970: 5)
        #expect(late.milliseconds(since: early) == 4)
        #expect(early.milliseconds(since: late) == -4)
        #expect(early < late)
        #expect(!(late < early))
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_795_559_858_120, "2026-11-24T22:37:38.120Z"),
            (1_795_559_858_001, "2026-11-24T22:37:38.001Z"), (951_782_400_999, "2000-02-29T00:00:00.999Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func `the text form is ISO 8601 in UTC with milliseconds`(milliseconds: Int64, text: String) {
        #expect(Timestamp(millisecondsSince1970: milliseconds).description == text)
        #expect(Timestamp(iso8601: text)?.millisecondsSince1970 == milliseconds)
    }

    @Test func `what is written is read back exactly, for every millisecond of a second`() throws {
        let second = Timestamp(secondsSince1970: 1_795_559_858)
        for millisecond in 0..<1_000 {
            let moment = second.adding(milliseconds: Int64(millisecond))
            let digits = String(1_000 + millisecond).dropFirst()
            #expect(moment.description == "2026-11-24T22:37:38.\(digits)Z")
            #expect(Timestamp(iso8601: moment.description) == moment)
        }
    }

    @Test(
        arguments: [
            ("2026-11-24T22:37:38Z", 1_795_559_858_000), ("2026-11-24T23:37:38+01:00", 1_795_559_858_000),
            ("2026-11-24T22:37:38.5Z", 1_795_559_858_500),
        ] as [(String, Int64)])
    func `a time is read with an offset and with or without a fraction`(text: String, milliseconds: Int64) {
        #expect(Timestamp(iso8601: text)?.millisecondsSince1970 == milliseconds)
    }

    @Test(arguments: ["", "yesterday", "2026-11-24", "22:37:38Z", "2026-13-01T00:00:00Z", "1795559858"])
    func `what is no date and time is not read`(text: String) {
        #expect(Timestamp(iso8601: text) == nil)
    }

    @Test func `a moment becomes a Foundation date`() {
        #expect(Timestamp(millisecondsSince1970: 1_500).date == Date(timeIntervalSince1970: 1.5))
    }
}
