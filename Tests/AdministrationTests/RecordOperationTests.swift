import Administration
import HTTPTypes
import Journal
import Persistence
import Registry
import Testing
import Timekeeping
import WebFoundation

@Suite struct RecordOperationTests {
    private let fixture: AdminFixture

    init() throws { fixture = try AdminFixture() }

    /// Accesses one after the other: of two realms, of two patients in turn, the third of both.
    private func writeAccesses() throws {
        var head = ChainHead.genesis
        let patients = [["10000001"], ["10000002"], ["10000001", "10000002"], ["10000001"]]
        let entries = patients.enumerated().map { index, patients in
            let entry = JournalEntry(
                at: Timestamp(secondsSince1970: 1_795_521_600 + Int64(index)),
                kind: JournalKind(rawValue: "access.read"),
                realm: index == 3 ? "acme/production" : "acme/sandbox",
                fields: [
                    .text("client_id", "cf_test_\(index)"), .text("record", "patient"), .texts("patients", patients),
                ])
            let chained = ChainedEntry(entry, body: JournalEncoding.body(of: entry), after: head)
            head = chained.head
            return chained
        }
        try fixture.accesses.commit(entries: entries, refusals: [])
    }

    private func sequences(_ query: String) async throws -> [JSONDocument?] {
        try await fixture.call("listAccesses", query: query)["items"]?.items.map { $0["sequence"] } ?? []
    }

    @Test func `who has seen a patient is told, newest first`() async throws {
        try writeAccesses()
        #expect(try await sequences("realm=acme/sandbox&patient=10000001") == [.integer(3), .integer(1)])
        #expect(try await sequences("realm=acme/production&patient=10000001") == [.integer(4)])
        #expect(try await sequences("realm=acme/production&patient=10000002") == [])
        #expect(try await sequences("") == [4, 3, 2, 1].map { .integer($0) })
        let page = try await fixture.call("listAccesses", query: "realm=acme/sandbox&patient=10000001&limit=1")
        let next = try #require(page["next"]?.textValue)
        #expect(
            try await sequences("realm=acme/sandbox&patient=10000001&limit=1&cursor=\(next)") == [.integer(1)])
    }

    @Test func `a patient is one of a realm`() async throws {
        let problem = try await fixture.problem("listAccesses", query: "patient=10000001")
        #expect(problem?.status == .unprocessableContent)
    }

    @Test func `a sandbox is put back by who may write, and the journal is told`() async throws {
        _ = try await fixture.startStory()
        let answer = try await fixture.call("resetSandbox", path: ["tenant": "acme"])
        #expect(answer["realm"] == "acme/sandbox")
        #expect(fixture.resets.all.map(\.description) == ["acme/sandbox"])
        let changes = try await fixture.store.read { registry in
            try registry.listChanges(after: 0, limit: 1_000).map(\.kind)
        }
        #expect(changes.last == "sandbox.reset")
        #expect(
            try await fixture.problem("resetSandbox", path: ["tenant": "acme"], accesses: [.read])?.status == .forbidden
        )
        #expect(try await fixture.problem("resetSandbox", path: ["tenant": "nobody"])?.status == .notFound)
        #expect(fixture.resets.all.count == 1)
    }
}
