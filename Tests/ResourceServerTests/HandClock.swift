import Synchronization
import Timekeeping

/// A clock that a test moves.
final class HandClock: Sendable {
    private let now: Mutex<Timestamp>

    init(_ start: Timestamp = Timestamp(secondsSince1970: 1_700_000_000)) {
        now = Mutex(start)
    }

    /// Reads this clock.
    var timeSource: TimeSource { TimeSource { self.now.withLock { $0 } } }

    /// The time it shows.
    var moment: Timestamp { now.withLock { $0 } }

    /// Moves it on.
    func advance(seconds: Int64) {
        advance(milliseconds: seconds * 1_000)
    }

    /// Moves it on.
    func advance(milliseconds: Int64) {
        now.withLock { $0 = $0.adding(milliseconds: milliseconds) }
    }
}
