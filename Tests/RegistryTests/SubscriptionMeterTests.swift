import Registry
import Synchronization
import Testing
import Timekeeping

struct SubscriptionMeterTests {
    /// 2026-11-24T12:00:10Z: 50 seconds to the next minute, 561,590 to the next month.
    private static let noon = Timestamp(secondsSince1970: 1_795_521_610)

    private func metered(
        _ limits: SubscriptionLimits, _ environment: RealmEnvironment = .production, id: String = "sub_1"
    ) throws -> MeteredSubscription {
        try #require(
            MeteredSubscription(
                Subscription(
                    id: SubscriptionIdentifier(id), tenant: try TenantName("acme"), partner: "P", contact: "",
                    scopes: [], status: .active, limits: limits, createdAt: Self.noon), environment: environment))
    }

    private func month(_ limit: Int, used: Int) -> LimitStanding {
        LimitStanding(window: .month, limit: limit, used: used, windowSeconds: 2_592_000, resetSeconds: 561_590)
    }

    private func minute(_ limit: Int, used: Int, reset: Int = 50) -> LimitStanding {
        LimitStanding(window: .minute, limit: limit, used: used, windowSeconds: 60, resetSeconds: reset)
    }

    @Test func `a subscription without counted limits is not metered`() {
        let subscription = Subscription(
            id: SubscriptionIdentifier("sub_1"), tenant: .system, partner: "P", contact: "", scopes: [],
            status: .active, limits: SubscriptionLimits(activeSecrets: 2), createdAt: Self.noon)
        #expect(MeteredSubscription(subscription, environment: .production) == nil)
    }

    @Test func `token requests of a minute are let in up to the limit, and again in the next minute`() throws {
        let meter = SubscriptionMeter { _, _ in 0 }
        let metered = try metered(SubscriptionLimits(tokenRequestsPerMinute: 2))
        for used in 1...2 {
            let verdict = try #require(meter.countTokenRequest(of: metered, at: Self.noon))
            #expect(verdict.refusal == nil && verdict.standings == [minute(2, used: used)])
        }
        for _ in 1...2 {
            let verdict = try #require(meter.countTokenRequest(of: metered, at: Self.noon.adding(seconds: 49)))
            #expect(verdict.refusal == minute(2, used: 2, reset: 1))
        }
        let later = try #require(meter.countTokenRequest(of: metered, at: Self.noon.adding(seconds: 50)))
        #expect(later.refusal == nil && later.standings == [minute(2, used: 1, reset: 60)])
    }

    @Test func `the environments and subscriptions have counts of their own, and so have tokens and calls`()
        async throws
    {
        let meter = SubscriptionMeter { _, _ in 0 }
        let limits = SubscriptionLimits(tokenRequestsPerMinute: 1, callsPerMinute: 1)
        for one in [try metered(limits), try metered(limits, .sandbox), try metered(limits, id: "sub_2")] {
            #expect(meter.countTokenRequest(of: one, at: Self.noon)?.refusal == nil)
            #expect(try await meter.countCall(of: one, at: Self.noon)?.refusal == nil)
            #expect(meter.countTokenRequest(of: one, at: Self.noon)?.refusal == minute(1, used: 1))
            #expect(try await meter.countCall(of: one, at: Self.noon)?.refusal == minute(1, used: 1))
        }
    }

    @Test func `what is not limited is not counted`() async throws {
        let meter = SubscriptionMeter { _, _ in 0 }
        #expect(
            try await meter.countCall(
                of: try metered(SubscriptionLimits(tokenRequestsPerMinute: 1)), at: Self.noon) == nil)
        #expect(
            meter.countTokenRequest(of: try metered(SubscriptionLimits(callsPerMinute: 1)), at: Self.noon) == nil)
    }

    @Test func `the month's calls count on from what was written down, meet each mark once, and end at the hard one`()
        async throws
    {
        let asked = Mutex<[Day]>([])
        let meter = SubscriptionMeter { _, since in
            asked.withLock { $0.append(since) }
            return asked.withLock { $0.count } == 1 ? 3 : 0
        }
        let metered = try metered(SubscriptionLimits(softCallsPerMonth: 4, hardCallsPerMonth: 6))
        var verdicts: [MeterVerdict] = []
        for _ in 1...5 {
            verdicts.append(try #require(try await meter.countCall(of: metered, at: Self.noon)))
        }
        #expect(verdicts.map(\.callsOfMonth) == [4, 5, 6, 6, 6])
        #expect(verdicts.map(\.mark) == [nil, .soft, nil, .hard, nil])
        #expect(verdicts.map(\.passedSoftMark) == [nil, 4, 4, 4, 4])
        #expect(verdicts.map { $0.refusal != nil } == [false, false, false, true, true])
        #expect(verdicts[0].standings == [month(6, used: 4)] && verdicts[3].refusal == month(6, used: 6))
        let next = try #require(try await meter.countCall(of: metered, at: Self.noon.adding(seconds: 561_590)))
        #expect(next.refusal == nil && next.callsOfMonth == 1)
        #expect(asked.withLock { $0.map(\.description) } == ["2026-11-01", "2026-12-01"])
    }

    @Test func `marks that an earlier run has met are not told of again, and one that is moved is`() async throws {
        let meter = SubscriptionMeter { _, _ in 10 }
        let first = try await meter.countCall(
            of: try metered(SubscriptionLimits(softCallsPerMonth: 4, hardCallsPerMonth: 10)), at: Self.noon)
        #expect(first?.refusal != nil && first?.mark == nil && first?.passedSoftMark == 4)
        let moved = try metered(SubscriptionLimits(softCallsPerMonth: 11, hardCallsPerMonth: 12))
        var marks: [MeterVerdict.Mark?] = []
        for _ in 1...4 { marks.append(try await meter.countCall(of: moved, at: Self.noon)?.mark) }
        #expect(marks == [nil, .soft, .hard, nil])
    }

    @Test func `a call that the minute refuses uses nothing of the month up`() async throws {
        let meter = SubscriptionMeter { _, _ in 0 }
        let metered = try metered(SubscriptionLimits(callsPerMinute: 1, hardCallsPerMonth: 5))
        let first = try await meter.countCall(of: metered, at: Self.noon)
        let second = try await meter.countCall(of: metered, at: Self.noon)
        #expect(first?.standings == [minute(1, used: 1), month(5, used: 1)])
        #expect(second?.refusal == minute(1, used: 1) && second?.standings == first?.standings)
    }

    @Test func `a month that cannot be read is not taken for an empty one`() async throws {
        let meter = SubscriptionMeter { _, _ throws(RegistryError) in throw .storage("gone") }
        let metered = try metered(SubscriptionLimits(hardCallsPerMonth: 5))
        await #expect(throws: RegistryError.storage("gone")) { try await meter.countCall(of: metered, at: Self.noon) }
    }
}
