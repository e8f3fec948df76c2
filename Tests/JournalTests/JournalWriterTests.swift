import Journal
import JournalTesting
import Logging
import ServiceLifecycle
import ServiceLifecycleTestKit
import Synchronization
import Testing
import Timekeeping

private let minute = Timestamp(secondsSince1970: 1_795_559_820)

private func entry(_ number: Int64, change: Int64? = nil) -> JournalEntry {
    JournalEntry(
        at: minute, kind: change == nil ? .tokenIssued : .clientUpdated, realm: "demo/sandbox",
        fields: [.integer("n", number)], changeNumber: change)
}

private func refusal(
    _ request: String, client: String = "cf_test_1", address: String = "203.0.113.7"
) -> Refusal {
    Refusal(
        at: minute, realm: "demo/sandbox", requestID: request, endpoint: "token", status: 401,
        reason: "client_unknown", detail: "no such client", clientID: client, remoteAddress: address)
}

private final class Clock: Sendable {
    private let present: Mutex<Timestamp>

    init(_ start: Timestamp) { present = Mutex(start) }

    func advance(seconds: Int64) { present.withLock { $0 = $0.adding(seconds: seconds) } }

    var source: TimeSource { TimeSource { self.present.withLock { $0 } } }
}

private final class Counts: JournalObserver {
    private let counts = Mutex((entries: 0, commits: 0, failures: 0))

    func committed(entries: Int, nanoseconds: Int64) {
        counts.withLock { counts in
            counts.entries += entries
            counts.commits += nanoseconds >= 0 ? 1 : 0
        }
    }

    func failed() { counts.withLock { $0.failures += 1 } }

    var entries: Int { counts.withLock { $0.entries } }
    var commits: Int { counts.withLock { $0.commits } }
    var failures: Int { counts.withLock { $0.failures } }
}

private func makeWriter(
    _ store: MemoryJournalStore, limits: JournalLimits = .standard, clock: Clock = Clock(minute),
    observer: Counts? = nil
) -> JournalWriter {
    JournalWriter(
        store: store, timeSource: clock.source, limits: limits,
        logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), observer: observer)
}

/// Lets other tasks run until the condition holds, or the test's time is over.
private func until(_ condition: () -> Bool) async {
    while !condition(), !Task.isCancelled { await Task.yield() }
}

@Suite(.timeLimit(.minutes(1))) struct JournalWriterTests {
    @Test func `an entry is in the store when append returns`() async throws {
        let store = MemoryJournalStore()
        let writer = makeWriter(store)
        for number in 1...3 {
            try await writer.append(entry(Int64(number)))
            #expect(try store.allEntries.last?.entry() == entry(Int64(number)))
        }
        #expect(store.commitSizes == [1, 1, 1])
        #expect(try JournalVerification.run(store: store).fault == nil)
    }

    @Test func `callers that wait at the same moment share one transaction`() async throws {
        let store = MemoryJournalStore()
        let counts = Counts()
        let writer = makeWriter(store, observer: counts)
        store.holdNextCommit()
        try await withThrowingTaskGroup { group in
            group.addTask { try await writer.append(entry(0)) }
            await until { store.heldCommits == 1 }
            for number in 1...50 { group.addTask { try await writer.append(entry(Int64(number))) } }
            await until { writer.waitingEntries == 50 }
            store.releaseCommit()
            try await group.waitForAll()
        }
        #expect(store.commitSizes == [1, 50])
        #expect(counts.entries == 51)
        #expect(counts.commits == 2)
        #expect(try JournalVerification.run(store: store).entryCount == 51)
    }

    @Test func `beyond the bound an append is refused at once and the rest is written`() async throws {
        var limits = JournalLimits()
        limits.waitingMaximumEntries = 3
        let store = MemoryJournalStore()
        let writer = makeWriter(store, limits: limits)
        store.holdNextCommit()
        try await withThrowingTaskGroup { group in
            group.addTask { try await writer.append(entry(0)) }
            await until { store.heldCommits == 1 }
            for number in 1...3 { group.addTask { try await writer.append(entry(Int64(number))) } }
            await until { writer.waitingEntries == 3 }
            await #expect(throws: JournalError.overloaded) { try await writer.append(entry(4)) }
            store.releaseCommit()
            try await group.waitForAll()
        }
        #expect(store.commitSizes == [1, 3])
    }

    @Test func `a flood of refusals leaves room for tokens`() async throws {
        var limits = JournalLimits()
        limits.waitingFromRefusalsMaximumEntries = 2
        let store = MemoryJournalStore()
        let writer = makeWriter(store, limits: limits)
        store.holdNextCommit()
        try await withThrowingTaskGroup { group in
            group.addTask { try await writer.append(entry(0)) }
            await until { store.heldCommits == 1 }
            group.addTask { await writer.record(refusal("r1")) }
            await until { writer.waitingEntries == 2 }
            await writer.record(refusal("r2"))
            group.addTask { try await writer.append(entry(1)) }
            await until { writer.waitingEntries == 3 }
            store.releaseCommit()
            try await group.waitForAll()
        }
        #expect(try store.refusal(requestID: "r1") == refusal("r1"))
        #expect(try store.refusal(requestID: "r2") == nil)
        #expect(store.allEntries.count == 3)
    }

    @Test func `a failed commit is told to all who waited and the chain goes on from the disk`() async throws {
        let store = MemoryJournalStore()
        let counts = Counts()
        let writer = makeWriter(store, observer: counts)
        try await writer.append(entry(1))
        store.fail(with: .full("no space"))
        await #expect(throws: JournalError.store(.full("no space"))) { try await writer.append(entry(2)) }
        store.fail(with: nil)
        try await writer.append(entry(3))
        #expect(store.allEntries.map(\.sequence) == [1, 2])
        #expect(counts.failures == 1)
        #expect(try JournalVerification.run(store: store).fault == nil)
    }

    @Test func `a commit whose answer was lost does not break the chain`() async throws {
        let store = MemoryJournalStore()
        let writer = makeWriter(store)
        store.fail(with: .unavailable("lost"), afterWriting: true)
        await #expect(throws: JournalError.store(.unavailable("lost"))) { try await writer.append(entry(1)) }
        store.fail(with: nil)
        try await writer.append(entry(2))
        #expect(store.allEntries.map(\.sequence) == [1, 2])
        #expect(try JournalVerification.run(store: store).fault == nil)
    }

    @Test func `a new writer continues the chain of the one before`() async throws {
        let store = MemoryJournalStore()
        try await makeWriter(store).append(contentsOf: [entry(1), entry(2, change: 5)])
        try await makeWriter(store).append(contentsOf: [entry(3, change: 5), entry(4, change: 6)])
        #expect(store.allEntries.map(\.changeNumber) == [nil, 5, 6])
        #expect(try JournalVerification.run(store: store).fault == nil)
    }

    @Test func `a change is taken in once, however often it is handed in`() async throws {
        let store = MemoryJournalStore()
        let writer = makeWriter(store)
        let changes = (1...5).map { entry($0, change: $0) }
        try await writer.append(contentsOf: Array(changes[0..<3]))
        try await writer.append(contentsOf: changes)
        try await writer.append(contentsOf: changes + changes)
        #expect(store.allEntries.map(\.changeNumber) == [1, 2, 3, 4, 5])
    }

    @Test func `a change whose commit failed is taken in when it comes again`() async throws {
        let store = MemoryJournalStore()
        let writer = makeWriter(store)
        store.fail(with: .unavailable("gone"))
        await #expect(throws: JournalError.self) { try await writer.append(entry(1, change: 1)) }
        store.fail(with: nil)
        try await writer.append(entry(1, change: 1))
        #expect(store.allEntries.map(\.changeNumber) == [1])
    }

    @Test func `an entry that is too large is refused and disturbs nobody`() async throws {
        let store = MemoryJournalStore()
        let writer = makeWriter(store)
        let large = JournalEntry(
            at: minute, kind: .clientUpdated, realm: nil,
            fields: [.text("t", String(repeating: "x", count: 70_000))])
        await #expect(throws: JournalError.entryTooLarge(bytes: 70_064)) { try await writer.append(large) }
        try await writer.append(entry(1))
        #expect(store.allEntries.count == 1)
    }

    @Test func `a refusal can be found by its request when record returns`() async throws {
        let store = MemoryJournalStore()
        let writer = makeWriter(store)
        await writer.record(refusal("r1"))
        #expect(try store.refusal(requestID: "r1") == refusal("r1"))
        #expect(store.allEntries.map(\.kind) == [.tokenRefused])
        await writer.record(refusal("r2"))
        #expect(try store.refusals(realm: "demo/sandbox", limit: 10).map(\.requestID) == ["r2", "r1"])
        #expect(store.allEntries.count == 1)
    }

    @Test func `a refusal that cannot be written fails nobody`() async throws {
        let store = MemoryJournalStore()
        let writer = makeWriter(store)
        store.fail(with: .full("no space"))
        await writer.record(refusal("r1"))
        store.fail(with: nil)
        #expect(try store.refusal(requestID: "r1") == nil)
        try await writer.append(entry(1))
        #expect(store.allEntries.count == 1)
    }

    @Test func `the counts of a minute are journaled when it is over`() async throws {
        var limits = JournalLimits()
        limits.flushIntervalMilliseconds = 1
        let store = MemoryJournalStore()
        let clock = Clock(minute)
        let writer = makeWriter(store, limits: limits, clock: clock)
        for number in 1...30 { await writer.record(refusal("r\(number)")) }
        #expect(store.allEntries.count == 1)
        try await testGracefulShutdown { trigger in
            async let service: Void = writer.run()
            clock.advance(seconds: 60)
            await until { store.allEntries.count == 2 }
            trigger.triggerGracefulShutdown()
            try await service
        }
        let last = try #require(try store.allEntries.last?.entry())
        #expect(last["count"] == .integer(29))
        #expect(last["request_id"] == .text("r1"))
        #expect(store.allEntries.count == 2)
    }

    @Test func `counts that the journal could not take are written when it can, in parts`() async throws {
        var limits = JournalLimits()
        limits.flushIntervalMilliseconds = 1
        limits.countsPerAppendEntries = 2
        let store = MemoryJournalStore()
        let clock = Clock(minute)
        let counts = Counts()
        let writer = makeWriter(store, limits: limits, clock: clock, observer: counts)
        for number in 0..<5 {
            for _ in 0..<4 { await writer.record(refusal("r", client: "c", address: "203.0.113.\(number)")) }
        }
        #expect(store.allEntries.count == 5)
        store.fail(with: .full("no space"))
        try await testGracefulShutdown { trigger in
            async let service: Void = writer.run()
            clock.advance(seconds: 60)
            await until { counts.failures >= 2 }
            store.fail(with: nil)
            await until { store.allEntries.count == 10 }
            trigger.triggerGracefulShutdown()
            try await service
        }
        #expect(store.commitSizes.suffix(3) == [2, 2, 1] && store.allEntries.count == 10)
        #expect(try store.allEntries.suffix(5).allSatisfy { try $0.entry()["count"] == .integer(3) })
    }

    @Test func `the counts of the running minute are journaled at shutdown`() async throws {
        let store = MemoryJournalStore()
        let writer = makeWriter(store)
        for number in 1...3 { await writer.record(refusal("r\(number)")) }
        try await testGracefulShutdown { trigger in
            async let service: Void = writer.run()
            trigger.triggerGracefulShutdown()
            try await service
        }
        #expect(try store.allEntries.last?.entry()["count"] == .integer(2))
        try await writer.append(entry(1))
        #expect(store.allEntries.count == 3)
    }

    @Test func `the reader reads what the writer wrote`() async throws {
        let store = MemoryJournalStore()
        let writer = makeWriter(store)
        try await writer.append(contentsOf: [entry(1), entry(2, change: 4)])
        await writer.record(refusal("r1"))
        let reader = JournalReader(store: store)
        #expect(try await reader.entries(matching: JournalQuery(kind: .clientUpdated)).map(\.sequence) == [2])
        #expect(try await reader.refusal(requestID: "r1") == refusal("r1"))
        #expect(try await reader.refusals(realm: "demo/sandbox", limit: 1).count == 1)
        #expect(try await reader.head().sequence == 3)
        #expect(try await reader.lastChangeNumber() == 4)
    }
}
