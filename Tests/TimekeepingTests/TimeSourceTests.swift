import FoundationEssentials
import Testing
import Timekeeping

struct TimeSourceTests {
    @Test func `a source says what its function says`() {
        let moment = Timestamp(secondsSince1970: 7)
        #expect(TimeSource { moment }.now() == moment)
    }

    @Test func `the system's source is the system's clock`() {
        let before = Timestamp(millisecondsSince1970: Int64(Date().timeIntervalSince1970 * 1_000) - 1)
        let now = TimeSource.system.now()
        let after = Timestamp(millisecondsSince1970: Int64(Date().timeIntervalSince1970 * 1_000) + 1)
        #expect((before...after).contains(now))
    }
}
