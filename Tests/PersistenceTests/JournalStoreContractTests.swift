import Journal
import JournalTesting
import Persistence
import Testing
import Timekeeping

private let noon = Timestamp(millisecondsSince1970: 1_795_559_858_120)

/// What every implementation of `JournalStore` must do, run against each of them.
@Suite struct JournalStoreContractTests {
    enum Implementation: CaseIterable, Sendable {
        case memory
        case sqlite

        func withStore(refusalRingRows: Int = 5, _ body: (any JournalStore) throws -> Void) throws {
            var limits = JournalLimits()
            limits.refusalRingPerRealmRows = refusalRingRows
            switch self {
            case .memory:
                try body(MemoryJournalStore(refusalRingRows: refusalRingRows))
            case .sqlite:
                try withTemporaryDirectory { directory in
                    try body(SQLiteJournalStore(directory: directory, now: noon, limits: limits))
                }
            }
        }
    }

    @Test(arguments: Implementation.allCases)
    func `a new store has no entries`(_ implementation: Implementation) throws {
        try implementation.withStore { store throws in
            #expect(try store.head() == .genesis)
            #expect(try store.lastChangeNumber() == 0)
            #expect(try store.entries(matching: JournalQuery()).isEmpty)
            #expect(try store.refusal(requestID: "r1") == nil)
            #expect(try store.refusals(realm: "demo/sandbox", limit: 10).isEmpty)
        }
    }

    @Test(arguments: Implementation.allCases)
    func `what is committed is read back exactly`(_ implementation: Implementation) throws {
        try implementation.withStore { store throws in
            let entries = chain(
                after: .genesis,
                [
                    JournalEntry(at: noon, kind: .serverStarted, realm: nil),
                    JournalEntry(
                        at: noon, kind: .clientCreated, realm: "demo/sandbox", fields: [.text("t", "é\u{0}\"\\😀")],
                        changeNumber: 41),
                ])
            let refusal = makeRefusal("r1", client: nil, detail: "the scope \"x\" does not exist; 100 % 'quoted'")
            try store.commit(entries: entries, refusals: [refusal])
            #expect(try store.head() == entries[1].head)
            #expect(try store.lastChangeNumber() == 41)
            #expect(try store.entries(matching: JournalQuery(newestFirst: false)) == entries)
            #expect(try store.refusal(requestID: "r1") == refusal)
            #expect(try JournalVerification.run(store: store).fault == nil)
        }
    }

    @Test(arguments: Implementation.allCases)
    func `refusals alone do not move the chain`(_ implementation: Implementation) throws {
        try implementation.withStore { store throws in
            try store.commit(entries: [], refusals: [makeRefusal("r1")])
            #expect(try store.head() == .genesis)
            #expect(try store.refusal(requestID: "r1") == makeRefusal("r1"))
        }
    }

    @Test(arguments: Implementation.allCases)
    func `a commit that does not continue the chain changes nothing`(_ implementation: Implementation) throws {
        try implementation.withStore { store throws in
            let first = chain(after: .genesis, [entry(.tokenIssued)])
            try store.commit(entries: first, refusals: [])
            let gap = chain(after: ChainHead(sequence: 2, hash: first[0].hash), [entry(.tokenIssued)])
            #expect(throws: JournalStoreError.self) { try store.commit(entries: gap, refusals: [makeRefusal("r1")]) }
            #expect(throws: JournalStoreError.self) { try store.commit(entries: first, refusals: []) }
            #expect(try store.head() == first[0].head)
            #expect(try store.refusal(requestID: "r1") == nil)
            #expect(try store.entries(matching: JournalQuery()).count == 1)
        }
    }

    @Test(arguments: Implementation.allCases)
    func `a change number is taken once and a commit with it again changes nothing`(
        _ implementation: Implementation
    ) throws {
        try implementation.withStore { store throws in
            let first = chain(after: .genesis, [entry(.clientCreated, change: 1)])
            try store.commit(entries: first, refusals: [])
            let again = chain(after: first[0].head, [entry(.tokenIssued), entry(.clientCreated, change: 1)])
            #expect(throws: JournalStoreError.self) { try store.commit(entries: again, refusals: []) }
            #expect(try store.head() == first[0].head)
        }
    }

    @Test(arguments: Implementation.allCases)
    func `the last change number stays when entries without one follow`(_ implementation: Implementation) throws {
        try implementation.withStore { store throws in
            let first = chain(after: .genesis, [entry(.clientCreated, change: 7)])
            try store.commit(entries: first, refusals: [])
            try store.commit(entries: chain(after: first[0].head, [entry(.tokenIssued)]), refusals: [])
            #expect(try store.lastChangeNumber() == 7)
        }
    }

    @Test(arguments: Implementation.allCases)
    func `a query narrows by each of its members`(_ implementation: Implementation) throws {
        try implementation.withStore { store throws in
            let realms = [nil, "a/sandbox", "a/sandbox", "b/sandbox", "b/sandbox", "b/sandbox"]
            let entries = chain(
                after: .genesis,
                realms.enumerated().map { index, realm in
                    let kind: JournalKind = index % 2 == 0 ? .tokenRevoked : .tokenIssued
                    return JournalEntry(at: noon.adding(seconds: Int64(index + 1)), kind: kind, realm: realm)
                })
            try store.commit(entries: entries, refusals: [])
            let expected: [(JournalQuery, [Int64])] = [
                (JournalQuery(), [6, 5, 4, 3, 2, 1]),
                (JournalQuery(newestFirst: false), [1, 2, 3, 4, 5, 6]),
                (JournalQuery(limit: 2), [6, 5]),
                (JournalQuery(limit: 2, newestFirst: false), [1, 2]),
                (JournalQuery(limit: 0), []),
                (JournalQuery(limit: -1), []),
                (JournalQuery(kind: .tokenIssued), [6, 4, 2]),
                (JournalQuery(kind: JournalKind(rawValue: "never")), []),
                (JournalQuery(realm: "a/sandbox"), [3, 2]),
                (JournalQuery(kind: .tokenIssued, realm: "b/sandbox", newestFirst: false), [4, 6]),
                (JournalQuery(since: noon.adding(seconds: 5)), [6, 5]),
                (JournalQuery(until: noon.adding(seconds: 2)), [1]),
                (JournalQuery(since: noon.adding(seconds: 2), until: noon.adding(seconds: 4)), [3, 2]),
                (JournalQuery(afterSequence: 4), [6, 5]),
                (JournalQuery(beforeSequence: 3), [2, 1]),
                (JournalQuery(afterSequence: 1, beforeSequence: 4, limit: 1, newestFirst: false), [2]),
            ]
            for (query, sequences) in expected {
                #expect(try store.entries(matching: query).map(\.sequence) == sequences, "\(query)")
            }
        }
    }

    @Test(arguments: Implementation.allCases)
    func `the ring keeps the newest refusals of each realm`(_ implementation: Implementation) throws {
        try implementation.withStore(refusalRingRows: 5) { store throws in
            try store.commit(entries: [], refusals: [makeRefusal("other", realm: "other/sandbox")])
            for number in 1...12 { try store.commit(entries: [], refusals: [makeRefusal("r\(number)")]) }
            #expect(
                try store.refusals(realm: "demo/sandbox", limit: 100).map(\.requestID)
                    == ["r12", "r11", "r10", "r9", "r8"])
            #expect(try store.refusals(realm: "demo/sandbox", limit: 2).map(\.requestID) == ["r12", "r11"])
            #expect(try store.refusal(requestID: "r7") == nil)
            #expect(try store.refusal(requestID: "r8") == makeRefusal("r8"))
            #expect(try store.refusal(requestID: "other") != nil)
        }
    }

    @Test(arguments: Implementation.allCases)
    func `a ring filled in one commit keeps the newest too`(_ implementation: Implementation) throws {
        try implementation.withStore(refusalRingRows: 5) { store throws in
            try store.commit(entries: [], refusals: (1...20).map { makeRefusal("r\($0)") })
            #expect(
                try store.refusals(realm: "demo/sandbox", limit: 100).map(\.requestID)
                    == ["r20", "r19", "r18", "r17", "r16"])
        }
    }

    @Test(arguments: Implementation.allCases)
    func `of two refusals of one request the newest is found`(_ implementation: Implementation) throws {
        try implementation.withStore { store throws in
            try store.commit(entries: [], refusals: [makeRefusal("r1", detail: "first")])
            try store.commit(entries: [], refusals: [makeRefusal("r1", detail: "second")])
            #expect(try store.refusal(requestID: "r1")?.detail == "second")
        }
    }

    private func entry(_ kind: JournalKind, change: Int64? = nil) -> JournalEntry {
        JournalEntry(at: noon, kind: kind, realm: "demo/sandbox", changeNumber: change)
    }

    private func chain(after start: ChainHead, _ entries: [JournalEntry]) -> [ChainedEntry] {
        var head = start
        return entries.map { entry in
            let chained = ChainedEntry(entry, body: JournalEncoding.body(of: entry), after: head)
            head = chained.head
            return chained
        }
    }

    private func makeRefusal(
        _ request: String, realm: String = "demo/sandbox", client: String? = "cf_test_1", detail: String = "why"
    ) -> Refusal {
        Refusal(
            at: noon, realm: realm, requestID: request, endpoint: "token", status: 401,
            reason: "client_unknown", detail: detail, clientID: client, remoteAddress: "2001:db8::1")
    }
}
