import Persistence
import Registry
import Testing
import Timekeeping

@testable import counterfoil

struct UsageCommandTests {
    private let line: CommandLineFixture

    init() throws { line = try CommandLineFixture() }

    /// A partner's sandbox client with usage on 2026-11-23.
    private func client() async throws -> String {
        let client = try await line.makePartner()["clients"].items[0]["client_id"].text
        let store = try SQLiteRegistryStore(directory: line.path, now: Timestamp(secondsSince1970: 1_795_521_600))
        let realm = RealmIdentifier(tenant: try TenantName("acme"), environment: .sandbox)
        let day = try #require(Day(text: "2026-11-23"))
        let counts = [("token", "", 4), ("call", "200", 7), ("refusal", "scope_unknown", 1)].compactMap { row in
            UsageKey.Kind(rawValue: row.0).map { kind in
                UsageCount(UsageKey(day: day, realm: realm, client: client, kind: kind, word: row.1), count: row.2)
            }
        }
        try await store.write { registry in try registry.add(counts) }
        return client
    }

    @Test func `usage is shown as a table of days, of statuses and of reasons`() async throws {
        let client = try await client()
        let shown = await line.run("usage", "--client", client, "--from", "2026-11-22", "--to", "2026-11-23")
        #expect(shown.status == .done)
        #expect(
            shown.output == """
                DAY         TOKENS  CALLS  REFUSALS
                2026-11-22  0       0      0
                2026-11-23  4       7      1

                tokens    4
                refusals  1
                calls     7

                STATUS  COUNT
                200     7

                REASON         COUNT
                scope_unknown  1

                """)
    }

    @Test func `usage is exported as rows`() async throws {
        let client = try await client()
        let shown = await line.run("usage", "--tenant", "acme", "--from", "2026-11-22", "--csv")
        #expect(
            shown.output.split(separator: "\r\n") == [
                "day,tenant,environment,client_id,kind,detail,count",
                "2026-11-23,acme,sandbox,\(client),call,200,7",
                "2026-11-23,acme,sandbox,\(client),refusal,scope_unknown,1",
                "2026-11-23,acme,sandbox,\(client),token,,4",
            ])
    }

    @Test(arguments: [
        [], ["--client", "a", "--tenant", "b"], ["--tenant", "acme", "--csv", "--json"],
        ["--tenant", "acme", "--environment", "test"],
    ])
    func `a question that cannot be is a wrong call`(options: [String]) async throws {
        #expect(await line.run(["usage", "--data", line.path] + options).status == .usage)
    }

    @Test(arguments: [["--tenant", "acme", "--from", "yesterday"], ["--tenant", "nope"]])
    func `a day or holder that is not there is refused`(options: [String]) async throws {
        _ = try await line.makePartner()
        let refused = await line.run(["usage", "--data", line.path] + options)
        #expect(refused.status == .failed && !refused.errors.isEmpty)
    }
}
