import Administration
import HTTPTypes
import Journal
import Persistence
import Registry
import Testing
import Timekeeping
import WebFoundation

@Suite struct ListTests {
    private let fixture: AdminFixture

    init() throws { fixture = try AdminFixture() }

    private func partners(_ query: String) async throws -> [String] {
        try await fixture.items("listSubscriptions", query: query).map { try fixture.text($0["partner"]) }
    }

    @Test func `a list is searched in any case, filtered and ordered both ways`() async throws {
        for (tenant, partner) in [("acme", "Beta"), ("acme", "alpha"), ("other", "100% Gamma"), ("acme", "Be_ta")] {
            _ = try await fixture.startStory(tenant: tenant, partner: partner)
            fixture.advance(seconds: 1)
        }
        #expect(try await partners("order=created_at") == ["Beta", "alpha", "100% Gamma", "Be_ta"])
        #expect(try await partners("order=-created_at") == ["Be_ta", "100% Gamma", "alpha", "Beta"])
        #expect(try await partners("order=partner") == ["100% Gamma", "Be_ta", "Beta", "alpha"])
        #expect(try await partners("search=beta") == ["Beta"])
        #expect(try await partners("search=E_t") == ["Be_ta"])
        #expect(try await partners("search=%25") == ["100% Gamma"])
        #expect(try await partners("search=%27%3B--") == [])
        #expect(try await partners("tenant=other") == ["100% Gamma"])
        #expect(try await partners("status=ended") == [])
        #expect(try await fixture.items("listClients", query: "tenant=acme&environment=sandbox").count == 3)
        #expect(try await fixture.items("listClients", query: "environment=sandbox&search=gamma").count == 1)
        #expect(try await fixture.items("listTenants", query: "search=OTH").count == 1)
    }

    @Test(arguments: ["client_id", "-client_id", "name", "-name", "created_at", "-created_at"])
    func `pages of every order follow each other without gap or repeat`(order: String) async throws {
        for number in 0..<4 {
            _ = try await fixture.startStory(partner: number.isMultiple(of: 2) ? "Same" : "Partner \(number)")
        }
        let whole = try await fixture.items("listClients", query: "order=\(order)")
        var paged: [JSONDocument] = []
        var query = "order=\(order)&limit=3"
        for _ in 0..<4 {
            let page = try await fixture.call("listClients", query: query)
            guard case .list(let items) = page["items"] else { break }
            paged += items
            guard case .text(let next) = page["next"] else { break }
            query = "order=\(order)&limit=3&cursor=\(next)"
        }
        #expect(whole.count == 8 && paged == whole)
    }

    @Test func `a cursor of another order is refused`() async throws {
        for name in ["a", "b"] { try await fixture.call("createTenant", body: #"{"tenant":"\#(name)"}"#) }
        let page = try await fixture.call("listTenants", query: "limit=1")
        let next = try fixture.text(page["next"])
        let problem = try await fixture.problem("listTenants", query: "order=-tenant&cursor=\(next)")
        #expect(problem?.status == .badRequest && problem?.errors.map(\.parameter) == ["cursor"])
    }

    @Test(arguments: [
        "tenant=nope", "subscription=sub_nope", "environment=test", "status=deleted", "order=secret", "order=",
        "search=" + String(repeating: "x", count: 101),
    ])
    func `a filter that can find nothing says so`(query: String) async throws {
        let problem = try #require(try await fixture.problem("listClients", query: query))
        #expect([400, 404].contains(problem.status.code))
    }

    @Test func `the journal is listed newest first, by kind, time and text, page by page`() async throws {
        for number in 1...5 {
            let entry = JournalEntry(
                at: fixture.context.now, kind: JournalKind(rawValue: number == 3 ? "secret.revoked" : "token.issued"),
                realm: "acme/sandbox", fields: [JournalField("client_id", .text("client-\(number)"))])
            let chained = ChainedEntry(entry, body: JournalEncoding.body(of: entry), after: try fixture.journal.head())
            try fixture.journal.commit(entries: [chained], refusals: [])
        }
        let page = try await fixture.call("listJournal", query: "limit=2&kind=token.issued")
        guard case .list(let items) = page["items"] else { throw AdminFixture.NoStory() }
        #expect(items.map { $0["client_id"] } == [.text("client-5"), .text("client-4")])
        let next = try fixture.text(page["next"])
        let rest = try await fixture.items("listJournal", query: "limit=2&kind=token.issued&cursor=\(next)")
        #expect(rest.map { $0["client_id"] } == [.text("client-2"), .text("client-1")])
        #expect(try await fixture.items("listJournal", query: "search=client-3").count == 1)
        #expect(try await fixture.items("listJournal", query: "realm=acme/production").isEmpty)
        #expect(try await fixture.items("listJournal", query: "since=2030-01-01T00:00:00Z").isEmpty)
        #expect(try await fixture.problem("listJournal", query: "since=yesterday")?.status == .badRequest)
    }

    @Test func `the exact reason of a refusal is found by the request id`() async throws {
        let refusal = Refusal(
            at: fixture.context.now, realm: "acme/sandbox", requestID: "r1", endpoint: Refusal.tokenEndpoint,
            status: 401, reason: "client_secret_expired", detail: "The secret sec_1 expired.", clientID: nil,
            remoteAddress: "192.0.2.7")
        try fixture.journal.commit(entries: [], refusals: [refusal])
        #expect(
            try await fixture.call("whyRefused", path: ["request_id": "r1"])["reason"]
                == .text("client_secret_expired"))
        #expect(try await fixture.problem("whyRefused", path: ["request_id": "r2"])?.status == .notFound)
    }
}
