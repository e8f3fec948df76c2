import GRDB
import Journal
import JournalTesting
import Persistence
import Registry
import Testing

@testable import CounterfoilServer

/// Lessons that other servers paid for and that no other suite has; docs/lessons.md lists all of them.
@Suite struct LessonTests {
    @Test func `a further token leaves the earlier ones as good as they were`() async throws {
        let fixture = try await ServerFixture()
        let tokens = [try await fixture.token(), try await fixture.token(), try await fixture.token()]
        #expect(Set(tokens).count == 3)
        for token in tokens { #expect(try await fixture.patientsStatus(token) == 200) }
    }

    @Test func `a token is one line of the journal and no row of the registry`() async throws {
        let fixture = try await ServerFixture()
        // The first token of a combination of scopes interns it.
        _ = try await fixture.token()
        let (rows, lines) = (try await Self.rows(of: fixture), try Self.lines(of: fixture))
        for _ in 0..<20 { _ = try await fixture.token() }
        #expect(try await Self.rows(of: fixture) == rows)
        #expect(try Self.lines(of: fixture) == lines + 20)
    }

    private static func lines(of fixture: ServerFixture) throws -> Int {
        try fixture.journal.entries(matching: JournalQuery(kind: .tokenIssued, limit: 1_000)).count
    }

    /// How many rows each table of the registry has.
    private static func rows(of fixture: ServerFixture) async throws -> [String: Int] {
        try await fixture.stores.registry.database.read { database in
            let tables = try String.fetchAll(
                database, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            return try Dictionary(
                uniqueKeysWithValues: tables.map { table in
                    (table, try Int.fetchOne(database, sql: "SELECT count(*) FROM \"\(table)\"") ?? 0)
                })
        }
    }
}
