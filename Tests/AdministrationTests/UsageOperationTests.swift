import Administration
import HTTPTypes
import Registry
import Testing
import Timekeeping
import WebFoundation

@Suite struct UsageOperationTests {
    private let fixture: AdminFixture

    init() throws { fixture = try AdminFixture() }

    /// Usage of a partner on the fixture's first two days, 2026-11-24 among them.
    private func story() async throws -> PartnerStory {
        let story = try await fixture.startStory()
        let realm = RealmIdentifier(tenant: try TenantName("acme"), environment: .sandbox)
        func count(_ day: String, _ client: String, _ kind: UsageKey.Kind, _ word: String, _ count: Int) -> UsageCount {
            UsageCount(
                UsageKey(day: Day(text: day) ?? Day(number: 0), realm: realm, client: client, kind: kind, word: word),
                count: count)
        }
        let counts = [
            count("2026-11-23", story.sandboxClient, .token, "", 2),
            count("2026-11-24", story.sandboxClient, .call, "200", 5),
            count("2026-11-24", story.sandboxClient, .call, "429", 1),
            count("2026-11-24", story.sandboxClient, .refusal, "call_limit_of_minute", 1),
            count("2026-11-24", "", .refusal, "client_unknown", 9),
        ]
        try await fixture.store.write { registry in try registry.add(counts) }
        return story
    }

    @Test func `usage is shown by day and in total, of a client, a subscription or a tenant`() async throws {
        let story = try await story()
        let range = "from=2026-11-22&to=2026-11-24"
        for holder in ["client=\(story.sandboxClient)", "subscription=\(story.subscription)"] {
            let usage = try await fixture.call("getUsage", query: "\(holder)&\(range)")
            guard case .list(let days) = usage["days"] else { throw AdminFixture.NoStory() }
            #expect(days.map { $0["day"] } == ["2026-11-22", "2026-11-23", "2026-11-24"].map { .text($0) })
            #expect(days.map { $0["tokens"] } == [0, 2, 0].map { .integer($0) })
            #expect(days.map { $0["calls"] } == [0, 0, 6].map { .integer($0) })
            #expect(usage["total"]?["refusals"] == .integer(1))
            #expect(
                usage["total"]?["calls_by_status"]
                    == .list([["status": "200", "count": .integer(5)], ["status": "429", "count": .integer(1)]]))
        }
        let tenant = try await fixture.call("getUsage", query: "tenant=acme&environment=sandbox&\(range)")
        #expect(tenant["total"]?["refusals"] == .integer(10))
        let production = try await fixture.call("getUsage", query: "tenant=acme&environment=production&\(range)")
        #expect(production["total"]?["refusals"] == .integer(0))
    }

    @Test func `the last thirty days are shown where none are named, and a deleted client too`() async throws {
        let story = try await story()
        try await fixture.call("deleteClient", path: ["client": story.sandboxClient])
        let usage = try await fixture.call("getUsage", query: "client=\(story.sandboxClient)")
        #expect(usage["from"] == "2026-10-26" && usage["to"] == "2026-11-24")
        #expect(usage["total"]?["calls"] == .integer(6))
    }

    @Test func `each client and day is exported as a row`() async throws {
        let story = try await story()
        let operation = try #require(fixture.api.operation("exportUsage"))
        var input = AdminAPI.Input(actor: Actor("client:tester"), accesses: [.read])
        input.query = "tenant=acme&from=2026-11-24"
        let answer = try await fixture.api.perform(operation, input)
        #expect(
            answer.text == """
                day,tenant,environment,client_id,kind,detail,count\r
                2026-11-24,acme,sandbox,,refusal,client_unknown,9\r
                2026-11-24,acme,sandbox,\(story.sandboxClient),call,200,5\r
                2026-11-24,acme,sandbox,\(story.sandboxClient),call,429,1\r
                2026-11-24,acme,sandbox,\(story.sandboxClient),refusal,call_limit_of_minute,1\r

                """)
    }

    @Test(arguments: [
        "", "from=2026-11-01", "tenant=acme&client=x", "tenant=acme&from=2026-11-31", "tenant=acme&from=yesterday",
        "tenant=acme&from=2026-11-24&to=2026-11-23", "tenant=acme&from=2025-01-01&to=2026-11-01", "tenant=acme&by=hour",
        "client=x&environment=sandbox", "tenant=acme&environment=test",
    ])
    func `a question that cannot be is refused`(query: String) async throws {
        for operation in ["getUsage", "exportUsage"] {
            let problem = try #require(try await fixture.problem(operation, query: query))
            #expect(problem.status == .badRequest && problem.errors.count == 1, "\(operation)")
        }
    }

    @Test(arguments: ["tenant=nope", "tenant=NO%20PE", "client=nope", "subscription=nope"])
    func `what is not there has no usage`(query: String) async throws {
        for operation in ["getUsage", "exportUsage"] {
            #expect(try await fixture.problem(operation, query: query)?.status == .notFound)
        }
    }
}
