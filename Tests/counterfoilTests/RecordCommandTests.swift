import ExternalRecords
import Foundation
import Journal
import Persistence
import Registry
import Testing
import Timekeeping

@testable import counterfoil

struct RecordCommandTests {
    private let line: CommandLineFixture

    init() throws { line = try CommandLineFixture() }

    @Test func `accesses are listed, by patient too, and their chain verifies`() async throws {
        _ = try await line.ask("tenant", "create", "acme")
        let store = try SQLiteJournalStore(.access, directory: line.path, now: line.now)
        var head = ChainHead.genesis
        for patients in [["10000001"], ["10000002"], ["10000001", "10000002"]] {
            let entry = JournalEntry(
                at: line.now, kind: JournalKind(rawValue: "access.list"), realm: "acme/sandbox",
                fields: [.text("client_id", "cf_t"), .texts("patients", patients)])
            let chained = ChainedEntry(entry, body: JournalEncoding.body(of: entry), after: head)
            head = chained.head
            try store.commit(entries: [chained], refusals: [])
        }
        let all = await line.run("access", "list", "--json").output.split(separator: "\n")
        #expect(all.count == 3)
        let one = await line.run("access", "list", "--realm", "acme/sandbox", "--patient", "10000002")
        #expect(
            one.output == """
                2026-11-24T22:37:38.000Z access.list          acme/sandbox client_id=cf_t patients=10000002
                2026-11-24T22:37:38.000Z access.list          acme/sandbox client_id=cf_t patients=10000001,10000002

                """)
        #expect(try await line.ask("access", "verify")["entries"].number == 3)
        let wrong = await line.run("access", "list", "--patient", "10000002")
        #expect(wrong.status == .usage && wrong.errors.contains("--realm"))
    }

    @Test func `a sandbox is put back to its sample data`() async throws {
        _ = try await line.ask("tenant", "create", "acme")
        let answer = try await line.ask("sandbox", "reset", "acme")
        #expect(answer["realm"].text == "acme/sandbox")
        let registry = try SQLiteRegistryStore(directory: line.path, now: line.now)
        let records = SQLiteRecordStore(database: registry.database)
        for (environment, count) in [("sandbox", 500), ("production", 0)] {
            let realm = try #require(RealmIdentifier(text: "acme/\(environment)"))
            let codes = try await records.list(BillingCode.self, realm: realm, parent: nil, query: RecordQuery())
            #expect(codes.count == count)
        }
        let journal = await line.run("journal", "list", "--kind", "sandbox.reset", "--json").output
        #expect(journal.split(separator: "\n").count == 1)
        #expect(await line.run("sandbox", "reset", "nobody").status == .failed)
    }

    @Test(arguments: [
        ("external", "External API"), ("token-endpoint", "Token endpoint"), ("admin", "Counterfoil admin API"),
    ])
    func `documents are printed as they are served`(name: String, title: String) async throws {
        let printed = await line.run(["openapi", "--document", name])
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(printed.output.utf8)) as? [String: Any])
        #expect((document["openapi"] as? String)?.hasPrefix("3.1") == true)
        #expect((document["info"] as? [String: Any])?["title"] as? String == title)
    }

    @Test func `the External API's document is the usual one, and an unknown one is a wrong call`() async throws {
        #expect(await line.run(["openapi"]).output == line.run(["openapi", "--document", "external"]).output)
        #expect(await line.run(["openapi", "--document", "nothing"]).status == .usage)
    }
}
