import Registry
import Testing
import Timekeeping

struct UsageLogTests {
    private let fixture: RegistryFixture
    private let day = Day(text: "2026-11-24") ?? Day(number: 0)

    init() throws { fixture = try RegistryFixture() }

    private func key(_ client: String, _ kind: UsageKey.Kind = .call, _ word: String = "200") throws -> UsageKey {
        UsageKey(
            day: day, realm: RealmIdentifier(tenant: try TenantName("acme"), environment: .sandbox), client: client,
            kind: kind, word: word)
    }

    private func stored() async throws -> [UsageCount] {
        let query = UsageQuery(.realms([try key("").realm]), from: day, to: day)
        return try await fixture.store.read { registry in try registry.listUsage(query, limit: 100) }
    }

    @Test func `counts of several flushes add up, and nothing counted writes nothing`() async throws {
        let log = UsageLog()
        try await log.flush(to: fixture.store)
        #expect(try await stored() == [])
        for _ in 1...3 {
            log.note(try key("cf_a"))
            log.note(try key("cf_a", .token, ""))
        }
        try await log.flush(to: fixture.store)
        log.note(try key("cf_a"))
        try await log.flush(to: fixture.store)
        try await log.flush(to: fixture.store)
        #expect(
            try await stored() == [
                UsageCount(try key("cf_a"), count: 4), UsageCount(try key("cf_a", .token, ""), count: 3),
            ])
    }

    @Test func `what is beyond the bound is counted without the client's name`() async throws {
        let log = UsageLog(capacity: 8)
        for number in 1...100 { log.note(try key("cf_\(number)")) }
        try await log.flush(to: fixture.store)
        let rows = try await stored()
        #expect(rows.reduce(0) { $0 + $1.count } == 100 && rows.count <= 9)
        #expect(rows.first?.key.client == "" && (rows.first?.count ?? 0) >= 92)
    }

    @Test func `what cannot be written is kept for the next flush`() async throws {
        let log = UsageLog()
        log.note(try key("cf_a"))
        let store = ObservedStore(fixture.store)
        store.setFailing(true)
        await #expect(throws: RegistryError.self) { try await log.flush(to: store) }
        log.note(try key("cf_a"))
        try await log.flush(to: fixture.store)
        #expect(try await stored() == [UsageCount(try key("cf_a"), count: 2)])
    }
}
