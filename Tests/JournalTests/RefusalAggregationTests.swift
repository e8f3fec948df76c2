import Journal
import Testing
import Timekeeping

/// 2026-11-24T22:37:00Z.
private let minute = Timestamp(secondsSince1970: 1_795_559_820)

private func refusal(
    second: Int64 = 0, realm: String = "demo/sandbox", request: String = "r1", reason: String = "client_unknown",
    client: String? = "cf_test_1", address: String = "203.0.113.7"
) -> Refusal {
    Refusal(
        at: minute.adding(seconds: second), realm: realm, requestID: request, endpoint: "token", status: 401,
        reason: reason, detail: "no such client", clientID: client, remoteAddress: address)
}

@Suite struct RefusalAggregationTests {
    @Test func `the first refusal is journaled at once and the rest when the minute is over`() {
        var aggregation = RefusalAggregation()
        let first = aggregation.record(refusal(second: 1, request: "r1"))
        #expect(
            first.entry
                == JournalEntry(
                    at: minute.adding(seconds: 1), kind: .tokenRefused, realm: "demo/sandbox",
                    fields: [
                        .text("reason", "client_unknown"), .text("address_prefix", "203.0.113.7/32"),
                        .integer("count", 1), .text("minute", "2026-11-24T22:37:00.000Z"),
                        .text("client_id", "cf_test_1"), .text("request_id", "r1"),
                    ]))
        for second in 2...5 { #expect(aggregation.record(refusal(second: Int64(second))).entry == nil) }
        #expect(aggregation.takeFinished(at: minute.adding(seconds: 59)).isEmpty)
        let rest = aggregation.takeFinished(at: minute.adding(seconds: 60))
        #expect(rest.map { $0["count"] } == [.integer(4)])
        #expect(rest.first?["request_id"] == .text("r1"))
        #expect(rest.first?.at == minute.adding(seconds: 60))
        #expect(aggregation.takeFinished(at: minute.adding(seconds: 120)).isEmpty)
    }

    @Test func `a lone refusal leaves nothing for the end of the minute`() {
        var aggregation = RefusalAggregation()
        _ = aggregation.record(refusal())
        #expect(aggregation.takeFinished(at: minute.adding(seconds: 60)).isEmpty)
    }

    @Test func `realms, reasons, prefixes and minutes are counted apart`() {
        var aggregation = RefusalAggregation()
        let all = [
            refusal(), refusal(realm: "other/sandbox"), refusal(reason: "secret_expired"),
            refusal(address: "203.0.113.8"), refusal(second: 60),
        ]
        for refusal in all { #expect(aggregation.record(refusal).entry != nil) }
        for refusal in all { #expect(aggregation.record(refusal).entry == nil) }
        #expect(aggregation.takeFinished(at: minute.adding(seconds: 60)).count == 4)
        #expect(aggregation.takeAll(at: minute.adding(seconds: 61)).count == 1)
    }

    @Test func `the counts add up to the number of refusals`() {
        var aggregation = RefusalAggregation()
        var entries: [JournalEntry] = []
        for index in 0..<500 {
            let decision = aggregation.record(
                refusal(second: Int64(index / 3), reason: "reason_\(index % 3)", address: "203.0.113.\(index % 7)"))
            entries += decision.entry.map { [$0] } ?? []
        }
        entries += aggregation.takeFinished(at: minute.adding(seconds: 70))
        entries += aggregation.takeAll(at: minute.adding(seconds: 200))
        let counts = entries.compactMap { entry -> Int64? in
            guard case .integer(let count)? = entry["count"] else { return nil }
            return count
        }
        #expect(counts.reduce(0, +) == 500)
    }

    @Test func `what is put back comes again once, before all that is newer`() {
        var aggregation = RefusalAggregation()
        for _ in 0..<3 { _ = aggregation.record(refusal()) }
        let taken = aggregation.takeFinished(at: minute.adding(seconds: 60))
        aggregation.putBack(taken)
        for _ in 0..<2 { _ = aggregation.record(refusal(second: 60, reason: "other")) }
        let again = aggregation.takeFinished(at: minute.adding(seconds: 120))
        #expect(again.map { $0["count"] } == [.integer(2), .integer(1)] && again.first == taken.first)
        #expect(aggregation.takeAll(at: minute.adding(seconds: 180)).isEmpty)
    }

    @Test func `beyond the bound what is put back is added up, and the counts stay right`() {
        var limits = JournalLimits()
        limits.unwrittenCountsMaximumEntries = 3
        var aggregation = RefusalAggregation(limits: limits)
        for index in 0..<40 {
            _ = aggregation.record(refusal(reason: "reason_\(index % 2)", address: "203.0.113.\(index % 20)"))
        }
        for _ in 0..<2 { aggregation.putBack(aggregation.takeAll(at: minute.adding(seconds: 60))) }
        let taken = aggregation.takeAll(at: minute.adding(seconds: 60))
        let counts = taken.compactMap { entry -> Int64? in
            guard case .integer(let count)? = entry["count"] else { return nil }
            return count
        }
        #expect(counts.reduce(0, +) == 20 && taken.count <= 5)
        #expect(taken.last?["address_prefix"] == .text("other"))
    }

    @Test func `twenty a minute are kept singly for a client and prefix`() {
        var aggregation = RefusalAggregation()
        let kept = (0..<50).filter { _ in aggregation.record(refusal()).isKeptSingly }
        #expect(kept.count == 20)
        #expect(aggregation.record(refusal(client: "cf_test_2")).isKeptSingly)
        #expect(aggregation.record(refusal(client: nil)).isKeptSingly)
        #expect(aggregation.record(refusal(address: "203.0.113.8")).isKeptSingly)
        #expect(aggregation.record(refusal(realm: "other/sandbox")).isKeptSingly)
        #expect(aggregation.record(refusal(second: 60)).isKeptSingly)
    }

    @Test func `invented clients cannot turn the whole ring over`() {
        var limits = JournalLimits()
        limits.refusalsKeptPairsPerRealmMinute = 10
        var aggregation = RefusalAggregation(limits: limits)
        let kept = (0..<1_000).filter { aggregation.record(refusal(client: "invented_\($0)")).isKeptSingly }
        #expect(kept.count == 10)
        #expect(aggregation.record(refusal(client: "invented_0")).isKeptSingly)
    }

    @Test func `prefixes beyond the bound are counted as other`() {
        var limits = JournalLimits()
        limits.prefixesPerRealmMinute = 3
        var aggregation = RefusalAggregation(limits: limits)
        let atOnce = (0..<200).compactMap { aggregation.record(refusal(address: "203.0.113.\($0)")).entry }
        #expect(
            atOnce.map { $0["address_prefix"] } == [
                .text("203.0.113.0/32"), .text("203.0.113.1/32"), .text("203.0.113.2/32"), .text("other"),
            ])
        let rest = aggregation.takeAll(at: minute)
        #expect(rest.map { $0["count"] } == [.integer(196)])
    }

    @Test func `texts from the network are cut and cleaned`() {
        let refusal = refusal(request: "a\u{0}b\u{1B}[31m", client: String(repeating: "é", count: 1_000))
        #expect(refusal.requestID == "a\u{FFFD}b\u{FFFD}[31m")
        #expect(refusal.clientID?.unicodeScalars.count == JournalLimits.refusalNameMaximumScalars)
    }
}
