import Synchronization
package import Timekeeping

/// Counts the token requests and API calls of subscriptions that have limits, in memory. A request costs one short
/// critical section of the part that holds its subscription, and nothing where there are no limits.
package final class SubscriptionMeter: Sendable {
    /// Finds the calls of a subscription, in one environment, from a day on, that were written down.
    package typealias CallsBefore =
        @Sendable (MeteredSubscription, _ since: Day) async throws(RegistryError) -> Int

    fileprivate struct Key: Hashable {
        let subscription: SubscriptionIdentifier
        let environment: RealmEnvironment
    }

    fileprivate struct Month {
        var calls: Int
        /// The marks that were told of, so that one that is moved is told of anew.
        var toldSoft: Int?
        var toldHard: Int?
    }

    fileprivate struct Counts {
        var minute: Int64 = 0
        var tokens: [Key: Int] = [:]
        var calls: [Key: Int] = [:]
        var monthStart = Day(number: 0)
        var months: [Key: Month] = [:]
    }

    private final class Shard: Sendable {
        let counts = Mutex(Counts())
    }

    private let shards: [Shard]
    private let callsBefore: CallsBefore
    private static let shardCount = 16

    /// A meter that has counted nothing.
    ///
    /// - Parameter callsBefore: asked once in a month of each subscription that has a mark of calls in a month.
    package init(callsBefore: @escaping CallsBefore) {
        self.callsBefore = callsBefore
        shards = (0..<Self.shardCount).map { _ in Shard() }
    }

    /// A meter that counts on from what a registry has.
    package convenience init(registry: any RegistryStore) {
        self.init { metered, since throws(RegistryError) in
            try await registry.read { registry in
                try registry.countCalls(of: metered.id, in: metered.realm, since: since)
            }
        }
    }

    /// Counts a token request.
    ///
    /// - Returns: the limit as it stands, refusing where it was used up before; `nil` where there is none.
    package func countTokenRequest(of metered: MeteredSubscription, at now: Timestamp) -> MeterVerdict? {
        guard let limit = metered.limits.tokenRequestsPerMinute else { return nil }
        let key = Key(subscription: metered.id, environment: metered.environment)
        let clock = MeterClock(now)
        return shard(of: key).counts.withLock { counts in
            counts.turn(to: clock)
            var verdict = MeterVerdict()
            let used = counts.tokens[key] ?? 0
            if used >= limit { verdict.refusal = clock.minuteStanding(limit, used: used) }
            verdict.standings = [
                clock.minuteStanding(limit, used: Counts.add(verdict.step, to: used, of: key, in: &counts.tokens))
            ]
            return verdict
        }
    }

    /// Counts an API call. One that a limit refuses counts towards none.
    ///
    /// - Returns: the limits as they stand; `nil` where calls are not counted.
    /// - Throws: ``RegistryError`` where the calls of the month have to be read and cannot.
    package func countCall(
        of metered: MeteredSubscription, at now: Timestamp
    ) async throws(RegistryError) -> MeterVerdict? {
        let limits = metered.limits
        guard limits.countsCalls else { return nil }
        let key = Key(subscription: metered.id, environment: metered.environment)
        let clock = MeterClock(now)
        if limits.countsMonths { try await load(metered, key, clock) }
        return shard(of: key).counts.withLock { counts in
            counts.turn(to: clock)
            return counts.countCall(key, limits, clock)
        }
    }

    private func shard(of key: Key) -> Shard {
        shards[Int(UInt(bitPattern: key.hashValue) % UInt(shards.count))]
    }

    /// Reads what the month has, where it is not held: at its first call, or the first after a start.
    private func load(
        _ metered: MeteredSubscription, _ key: Key, _ clock: MeterClock
    ) async throws(RegistryError) {
        let shard = shard(of: key)
        let isHeld = shard.counts.withLock { counts in
            counts.turn(to: clock)
            return counts.months[key] != nil
        }
        guard !isHeld else { return }
        let calls = try await callsBefore(metered, clock.monthStart)
        shard.counts.withLock { counts in
            guard counts.monthStart == clock.monthStart, counts.months[key] == nil else { return }
            // What is dropped is read again from what was written down.
            if counts.months.count >= RegistryLimits.meteredSubscriptionsPerShard { counts.months = [:] }
            let limits = metered.limits
            counts.months[key] = Month(
                calls: calls, toldSoft: limits.softCallsPerMonth.flatMap { calls > $0 ? $0 : nil },
                toldHard: limits.hardCallsPerMonth.flatMap { calls >= $0 ? $0 : nil })
        }
    }
}

extension SubscriptionMeter.Counts {
    /// Forgets the counts of a minute and of a month that are over. A clock that was set back starts them anew, too.
    fileprivate mutating func turn(to clock: MeterClock) {
        if minute != clock.minute {
            minute = clock.minute
            tokens.removeAll(keepingCapacity: true)
            calls.removeAll(keepingCapacity: true)
        }
        if monthStart != clock.monthStart {
            monthStart = clock.monthStart
            months = [:]
        }
    }

    /// Counts a call towards all limits, or towards none where one of them is used up.
    fileprivate mutating func countCall(
        _ key: SubscriptionMeter.Key, _ limits: SubscriptionLimits, _ clock: MeterClock
    ) -> MeterVerdict {
        var verdict = MeterVerdict()
        let used = calls[key] ?? 0
        var month = months[key] ?? SubscriptionMeter.Month(calls: 0)
        if let limit = limits.callsPerMinute, used >= limit {
            verdict.refusal = clock.minuteStanding(limit, used: used)
        } else if let hard = limits.hardCallsPerMonth, month.calls >= hard {
            verdict.refusal = clock.monthStanding(hard, used: month.calls)
            if month.toldHard != hard { verdict.mark = .hard }
            month.toldHard = hard
        }
        if let limit = limits.callsPerMinute {
            let sum = Self.add(verdict.step, to: used, of: key, in: &calls)
            verdict.standings.append(clock.minuteStanding(limit, used: sum))
        }
        guard limits.countsMonths else { return verdict }
        month.calls += verdict.step
        if let hard = limits.hardCallsPerMonth {
            verdict.standings.append(clock.monthStanding(hard, used: month.calls))
        }
        if let soft = limits.softCallsPerMonth, month.calls > soft {
            verdict.passedSoftMark = soft
            if month.toldSoft != soft, verdict.mark == nil {
                verdict.mark = .soft
                month.toldSoft = soft
            }
        }
        verdict.callsOfMonth = month.calls
        months[key] = month
        return verdict
    }

    /// Counts within the bound of memory; beyond it nothing is counted, rather than a partner refused.
    ///
    /// - Returns: the sum.
    fileprivate static func add(
        _ step: Int, to used: Int, of key: SubscriptionMeter.Key, in counts: inout [SubscriptionMeter.Key: Int]
    ) -> Int {
        if counts[key] != nil || counts.count < RegistryLimits.meteredSubscriptionsPerShard {
            counts[key] = used + step
        }
        return used + step
    }
}

extension MeterVerdict {
    /// What the request adds to the counts.
    fileprivate var step: Int { refusal == nil ? 1 : 0 }
}

/// The minute and month of a moment.
private struct MeterClock {
    let minute: Int64
    let monthStart: Day
    private let nextMonth: Day
    private let now: Timestamp

    init(_ now: Timestamp) {
        self.now = now
        minute = now.secondsSince1970 / 60
        let today = Day(of: now)
        monthStart = today.monthStart
        nextMonth = today.monthStart(after: 1)
    }

    func minuteStanding(_ limit: Int, used: Int) -> LimitStanding {
        LimitStanding(
            window: .minute, limit: limit, used: used, windowSeconds: 60,
            resetSeconds: Int(60 - now.secondsSince1970 % 60))
    }

    func monthStanding(_ limit: Int, used: Int) -> LimitStanding {
        let end = nextMonth.start
        return LimitStanding(
            window: .month, limit: limit, used: used,
            windowSeconds: Int(end.secondsSince1970 - monthStart.start.secondsSince1970),
            resetSeconds: Int(end.secondsSince1970 - now.secondsSince1970))
    }
}
