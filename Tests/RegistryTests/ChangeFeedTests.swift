import Registry
import Synchronization
import Testing
import Timekeeping

struct ChangeFeedTests {
    private let fixture: RegistryFixture
    private let store: ObservedStore
    private let heard = Heard()

    /// The numbers that were handed on.
    private final class Heard: Sendable {
        private let numbers = Mutex<[Int64]>([])

        /// The numbers since the last look.
        func take() -> [Int64] {
            numbers.withLock { numbers in
                defer { numbers = [] }
                return numbers
            }
        }

        func add(_ number: Int64) { numbers.withLock { $0.append(number) } }
    }

    init() throws {
        fixture = try RegistryFixture()
        store = ObservedStore(fixture.store)
    }

    private func record(_ count: Int) async throws {
        let tenant = try TenantName("acme")
        let now = fixture.clock.now
        try await fixture.store.write { registry in
            for _ in 0..<count {
                try registry.record(
                    Change(
                        at: now, actor: Actor("server"), kind: "tenant.touched", tenant: tenant, realm: nil,
                        subject: "acme"))
            }
        }
    }

    private func feed() async throws -> ChangeFeed {
        try await ChangeFeed(store: store, timeSource: fixture.clock.source)
    }

    @Test func `it starts behind the newest change`() async throws {
        try await record(3)
        let feed = try await feed()
        #expect(feed.lastNumber == 3 && feed.heardAt == fixture.clock.now)
        try await feed.poll { heard.add($0.number) }
        #expect(heard.take() == [])
    }

    @Test func `each change is handed on once, oldest first`() async throws {
        let feed = try await feed()
        try await record(2)
        try await feed.poll { heard.add($0.number) }
        #expect(heard.take() == [1, 2])
        try await record(1)
        try await feed.poll { heard.add($0.number) }
        #expect(heard.take() == [3] && feed.lastNumber == 3)
    }

    @Test(arguments: [(499, 1), (500, 2), (501, 2), (1_250, 3)])
    func `any number of changes is read in batches of 500`(_ count: Int, _ reads: Int) async throws {
        let feed = try await feed()
        try await record(count)
        _ = store.reads
        try await feed.poll { heard.add($0.number) }
        #expect(heard.take() == (1...Int64(count)).map { $0 } && store.reads == reads)
    }

    @Test func `the changes of one reading come together, and never none`() async throws {
        let feed = try await feed()
        var sizes: [Int] = []
        try await feed.pollBatches { sizes.append($0.count) }
        try await record(501)
        try await feed.pollBatches { sizes.append($0.count) }
        #expect(sizes == [500, 1] && feed.lastNumber == 501)
    }

    @Test func `changes that could not be applied come again`() async throws {
        let feed = try await feed()
        try await record(3)
        let started = feed.heardAt
        fixture.clock.advance(seconds: 5)
        await #expect(throws: RegistryError.storage("no")) {
            try await feed.poll { change throws(RegistryError) in
                heard.add(change.number)
                if change.number == 2 { throw .storage("no") }
            }
        }
        #expect(heard.take() == [1, 2] && feed.lastNumber == 0 && feed.heardAt == started)
        try await feed.poll { heard.add($0.number) }
        #expect(heard.take() == [1, 2, 3] && feed.heardAt == fixture.clock.now)
    }

    @Test func `the store counts as heard when it was asked, with or without a change`() async throws {
        let feed = try await feed()
        fixture.clock.advance(seconds: 5)
        let asked = fixture.clock.now
        store.interrupt { [fixture] in fixture.clock.advance(seconds: 60) }
        try await feed.poll { heard.add($0.number) }
        #expect(feed.heardAt == asked)
    }

    @Test func `a store that does not answer is not heard`() async throws {
        let feed = try await feed()
        let started = feed.heardAt
        fixture.clock.advance(seconds: 5)
        store.setFailing(true)
        await #expect(throws: RegistryError.storage("The disk is gone.")) {
            try await feed.poll { heard.add($0.number) }
        }
        #expect(feed.heardAt == started)
        await #expect(throws: RegistryError.storage("The disk is gone.")) { try await self.feed() }
    }
}
