import Journal
import Registry
import Testing
import Timekeeping

@testable import CounterfoilServer

struct ChangeJournalingTests {
    @Test(arguments: ["x", "\"", "\u{1}", "é"])
    func `the journal has room for the largest change that the registry records`(_ character: String) throws {
        let unit = JournalEncoding.body(
            of: JournalEntry(
                at: .init(secondsSince1970: 0), kind: .clientUpdated, realm: nil,
                fields: [
                    .text("t", String(repeating: character, count: 100))
                ])
        ).count
        let empty = JournalEncoding.body(
            of: JournalEntry(at: .init(secondsSince1970: 0), kind: .clientUpdated, realm: nil, fields: [.text("t", "")])
        ).count
        func change(_ count: Int) throws -> Change {
            let facts = [
                "scopes": String(repeating: character, count: count / 2), "name": String(repeating: "n", count: 200),
            ]
            return Change(
                number: .max, at: ServerFixture.start, actor: Actor("cli:" + String(repeating: "a", count: 200)),
                kind: "client.updated", tenant: try TenantName(String(repeating: "t", count: 42)),
                realm: RealmIdentifier(
                    tenant: try TenantName(String(repeating: "t", count: 42)), environment: .production),
                subject: String(repeating: "s", count: 500), before: facts, after: facts)
        }
        // As many characters as just fit.
        var count = RegistryLimits.changeBytes * 100 / (unit - empty)
        while true {
            do {
                try change(count).requireRecordable()
                break
            } catch {
                count -= 10
            }
        }
        let body = JournalEncoding.body(of: ChangeJournaling.entry(of: try change(count)))
        #expect(body.count <= JournalLimits.standard.bodyMaximumBytes)
        #expect(body.count > RegistryLimits.changeBytes - 1_000)
    }
}
