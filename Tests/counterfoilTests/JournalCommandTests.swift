import Foundation
import Journal
import Persistence
import Testing
import Timekeeping

@testable import counterfoil

@Suite struct JournalCommandTests {
    private let line: CommandLineFixture

    init() throws {
        line = try CommandLineFixture()
    }

    @Test func `what a command changed is in the journal when it ends`() async throws {
        _ = try await line.ask("tenant", "create", "acme")
        let outcome = await line.run("journal", "list", "--json", "--kind", "tenant.created")
        let entry = try JSONReading(outcome.output)
        #expect(entry["kind"].text == "tenant.created")
        #expect(entry["actor"].text == "cli:tester")
        #expect(entry["subject"].text == "acme")
        #expect(entry["hash"].text.count == 64)
        #expect(entry["sequence"].number == 1)
    }

    @Test func `the newest entries are listed in the order they were written, one a line`() async throws {
        try await writeEntries(5)
        let lines = await line.run("journal", "list", "--json", "--limit", "3").output.split(separator: "\n")
        #expect(try lines.map { try JSONReading(String($0))["number"].number } == [3, 4, 5])
        let reversed = await line.run("journal", "list", "--json", "--limit", "3", "--newest-first").output
        #expect(
            try reversed.split(separator: "\n").map { try JSONReading(String($0))["number"].number } == [5, 4, 3])
    }

    @Test func `more entries than one page are listed without gap or repetition`() async throws {
        try await writeEntries(2_500)
        let lines = await line.run("journal", "list", "--json", "--limit", "2400").output.split(separator: "\n")
        #expect(try lines.map { try JSONReading(String($0))["number"].number } == Array(101...2_500))
    }

    @Test(
        arguments: [
            (["--since", "2026-11-24T22:37:40Z"], [3, 4, 5]), (["--until", "2026-11-24T22:37:40Z"], [1, 2]),
            (["--since", "2s"], [3, 4, 5]), (["--realm", "acme/sandbox"], [1, 3, 5]),
            (["--kind", "token.issued", "--realm", "acme/production"], [2, 4]), (["--kind", "token.refused"], []),
            (["--since", "2026-11-24T22:37:39Z", "--until", "2026-11-24T22:37:41Z"], [2, 3]),
        ] as [([String], [Int])])
    func `entries are listed by time, realm and kind`(filter: [String], numbers: [Int]) async throws {
        try await writeEntries(5)
        line.advance(seconds: 4)
        let outcome = await line.run(["journal", "list", "--json", "--data", line.path] + filter)
        #expect(outcome.status == .done)
        #expect(
            try outcome.output.split(separator: "\n").map { try JSONReading(String($0))["number"].number } == numbers)
    }

    @Test func `people read one line an entry`() async throws {
        try await writeEntries(1)
        #expect(
            await line.run("journal", "list").output == """
                2026-11-24T22:37:38.000Z token.issued         acme/sandbox number=1 scopes=external,billing note=“a b”

                """)
    }

    @Test func `the tail is the last entries`() async throws {
        try await writeEntries(12)
        let ten = await line.run("journal", "tail", "--json").output.split(separator: "\n")
        #expect(try ten.map { try JSONReading(String($0))["number"].number } == Array(3...12))
        let two = await line.run("journal", "tail", "--json", "--limit", "2").output.split(separator: "\n")
        #expect(try two.map { try JSONReading(String($0))["number"].number } == [11, 12])
    }

    @Test func `a good journal verifies, and its head is told`() async throws {
        try await writeEntries(3)
        let verified = try await line.ask("journal", "verify")
        #expect(verified.names == ["entries", "head_sequence", "head_hash", "fault"])
        #expect(verified["entries"].number == 3)
        #expect(verified["head_sequence"].number == 3)
        #expect(verified["head_hash"].text.count == 64)
        #expect(verified["fault"].isNull)
    }

    @Test func `a journal that was changed does not verify`() async throws {
        try await writeEntries(3)
        let store = try SQLiteJournalStore(directory: line.path, now: Timestamp(secondsSince1970: 0))
        let last = try #require(try store.entries(matching: JournalQuery(limit: 1)).first)
        let forged = ChainedEntry(
            sequence: 4, at: last.at, kind: last.kind, realm: last.realm, changeNumber: nil, body: last.body,
            hash: last.hash)
        try store.commit(entries: [forged], refusals: [])
        let outcome = await line.run("journal", "verify", "--json")
        #expect(outcome.status == .failed)
        #expect(try JSONReading(outcome.output)["entries"].number == 3)
        #expect(try JSONReading(outcome.output)["fault"].text.contains("entry 4"))
        #expect(outcome.errors.hasPrefix("counterfoil: The journal is not as it was written: entry 4"))
    }

    @Test func `why tells everything that is known of a refusal`() async throws {
        try await writeEntries(1)
        let store = try SQLiteJournalStore(directory: line.path, now: Timestamp(secondsSince1970: 0))
        try store.commit(
            entries: [],
            refusals: [
                Refusal(
                    at: Timestamp(millisecondsSince1970: 1_500), realm: "acme/sandbox", requestID: "abc",
                    endpoint: "token", status: 401, reason: "client_secret_mismatch", detail: "No secret matches.",
                    clientID: nil, remoteAddress: "192.0.2.1")
            ])
        _ = try await line.ask("tenant", "create", "acme")
        let told = try await line.ask("why", "abc")
        #expect(
            told.names == [
                "request_id", "at", "realm", "endpoint", "status", "reason", "detail", "client_id", "remote_address",
            ])
        #expect(told["at"].text == "1970-01-01T00:00:01.500Z")
        #expect(told["status"].number == 401)
        #expect(told["reason"].text == "client_secret_mismatch")
        #expect(told["client_id"].isNull)
        let unknown = await line.run("why", "xyz")
        #expect(unknown.status == .failed)
        #expect(unknown.output.isEmpty)
        #expect(unknown.errors.contains("X-Request-Id"))
    }

    /// Entries numbered from 1, a second apart from the fixture's time on, in alternating realms.
    private func writeEntries(_ count: Int) async throws {
        try FileManager.default.createDirectory(atPath: line.path, withIntermediateDirectories: true)
        let store = try SQLiteJournalStore(directory: line.path, now: Timestamp(secondsSince1970: 0))
        let start = try Moment.read("2026-11-24T22:37:38Z")
        var head = ChainHead.genesis
        var entries: [ChainedEntry] = []
        for number in 1...count {
            let entry = JournalEntry(
                at: start.adding(seconds: Int64(number - 1)), kind: .tokenIssued,
                realm: number.isMultiple(of: 2) ? "acme/production" : "acme/sandbox",
                fields: [
                    .integer("number", Int64(number)), .texts("scopes", ["external", "billing"]),
                    .text("note", "a b"), .text("missing", ifPresent: nil),
                ])
            entries.append(ChainedEntry(entry, body: JournalEncoding.body(of: entry), after: head))
            head = entries[entries.count - 1].head
        }
        try store.commit(entries: entries, refusals: [])
    }
}
