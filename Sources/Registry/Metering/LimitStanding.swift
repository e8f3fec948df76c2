/// How much of a limit is used up at a moment.
package struct LimitStanding: Hashable, Sendable {
    /// The time after which the count starts anew.
    package enum Window: String, Hashable, Sendable {
        /// A minute of the clock.
        case minute
        /// A calendar month, UTC.
        case month
    }

    /// The time after which the count starts anew.
    package let window: Window
    /// The limit.
    package let limit: Int
    /// What was used of it, the request itself included where it was let in.
    package let used: Int
    /// The window's whole length, in seconds.
    package let windowSeconds: Int
    /// Until the count starts anew, in seconds; at least 1.
    package let resetSeconds: Int

    /// Puts a standing together.
    package init(window: Window, limit: Int, used: Int, windowSeconds: Int, resetSeconds: Int) {
        self.window = window
        self.limit = limit
        self.used = used
        self.windowSeconds = windowSeconds
        self.resetSeconds = resetSeconds
    }

    /// What is left of it.
    package var remaining: Int { max(limit - used, 0) }
}

/// What a call or token request comes to against the limits of its subscription.
package struct MeterVerdict: Hashable, Sendable {
    /// A mark of the month.
    package enum Mark: String, Hashable, Sendable {
        /// Calls above it are answered.
        case soft
        /// Calls above it are refused.
        case hard
    }

    /// The limits that are set, as they stand now.
    package var standings: [LimitStanding] = []
    /// The limit that refuses the request; `nil` where it is let in.
    package var refusal: LimitStanding?
    /// The soft mark, where the month's calls are above it.
    package var passedSoftMark: Int?
    /// The month's calls, where they are counted.
    package var callsOfMonth: Int?
    /// The mark that this request is the first to meet.
    package var mark: Mark?

    /// A verdict of no limits.
    package init() {}
}
