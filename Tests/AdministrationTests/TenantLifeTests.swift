import Administration
import FoundationEssentials
import HTTPTypes
import Journal
import Persistence
import Registry
import Testing
import WebFoundation

@Suite struct TenantLifeTests {
    private let fixture: AdminFixture

    init() throws { fixture = try AdminFixture() }

    @Test func `a tenant is called something else`() async throws {
        _ = try await fixture.startStory()
        let path = ["tenant": "acme"]
        #expect(
            try await fixture.call("updateTenant", path: path, body: #"{"display_name":"Acme 2"}"#)["display_name"]
                == .text("Acme 2"))
        #expect(
            try await fixture.problem("updateTenant", path: path, body: #"{"display_name":" "}"#)?.status
                == .unprocessableContent)
    }

    @Test func `a host name belongs to one realm until it is taken away`() async throws {
        for name in ["acme", "other"] { try await fixture.call("createTenant", body: #"{"tenant":"\#(name)"}"#) }
        let body = #"{"host_name":"API.Acme.Example","environment":"sandbox"}"#
        let added = try await fixture.call("addHostName", path: ["tenant": "acme"], body: body)
        #expect(added["host_name"] == .text("api.acme.example"))
        let realm = try await fixture.store.read { try $0.findRealm(hostName: "api.acme.example") }
        #expect(realm?.description == "acme/sandbox")
        #expect(try await fixture.problem("addHostName", path: ["tenant": "other"], body: body)?.status == .conflict)
        let path = ["tenant": "acme", "host_name": "api.acme.example"]
        let foreign = ["tenant": "other", "host_name": "api.acme.example"]
        #expect(try await fixture.problem("removeHostName", path: foreign)?.status == .notFound)
        try await fixture.call("removeHostName", path: path)
        #expect(try await fixture.items("listHostNames", path: ["tenant": "acme"]).isEmpty)
        #expect(try await fixture.problem("addHostName", path: ["tenant": "other"], body: body) == nil)
    }

    @Test(arguments: [
        "", "localhost", "10.0.0.1", "[::1]", "https://x.example", "x.example:443", "x..example", "-x.example",
        "x_y.example", "x.example.", "ä.example", String(repeating: "a", count: 64) + ".example",
    ])
    func `what is no host name is refused`(name: String) async throws {
        try await fixture.call("createTenant", body: #"{"tenant":"acme"}"#)
        let problem = try await fixture.problem(
            "addHostName", path: ["tenant": "acme"], body: #"{"host_name":"\#(name)","environment":"sandbox"}"#)
        #expect(problem?.status == .unprocessableContent && problem?.errors.map(\.pointer) == ["/host_name"])
    }

    @Test func `an ended tenant has no keys, no subscriptions and no way back, and its journal was copied`()
        async throws
    {
        let story = try await fixture.startStory()
        _ = try await fixture.startStory(tenant: "acme-2")
        for realm in ["acme/sandbox", "acme-2/sandbox"] {
            let entry = JournalEntry(
                at: fixture.context.now, kind: .tokenIssued, realm: realm,
                fields: [JournalField("client_id", .text("acme"))])
            let chained = ChainedEntry(entry, body: JournalEncoding.body(of: entry), after: try fixture.journal.head())
            try fixture.journal.commit(entries: [chained], refusals: [])
        }
        let path = ["tenant": "acme"]
        for confirm in ["acme-2", "ACME", ""] {
            let problem = try await fixture.problem("endTenant", path: path, body: #"{"confirm":"\#(confirm)"}"#)
            #expect(problem?.errors.map(\.pointer) == ["/confirm"])
        }
        let ended = try await fixture.call(
            "endTenant", path: path, body: #"{"confirm":"acme"}"#, idempotencyKey: "once")
        let again = try await fixture.call(
            "endTenant", path: path, body: #"{"confirm":"acme"}"#, idempotencyKey: "once")
        #expect(again["journal_copy"] == ended["journal_copy"])
        #expect(ended["status"] == .text("ended") && ended["journal_entries"] == .integer(1))
        let copy = try String(contentsOfFile: try fixture.text(ended["journal_copy"]), encoding: .utf8)
        #expect(copy.contains(#""realm":"acme/sandbox""#) && !copy.contains("acme-2/"))
        let keys = try await fixture.items("listKeys", path: path)
        #expect(!keys.isEmpty && keys.allSatisfy { $0["state"] == .text("destroyed") })
        #expect(
            try await fixture.call("getSubscription", path: ["subscription": story.subscription])["status"]
                == .text("ended"))
        let refused = [
            ("endTenant", path, #"{"confirm":"acme"}"#), ("resumeTenant", path, ""), ("suspendTenant", path, ""),
            ("rotateKey", ["tenant": "acme", "environment": "sandbox"], ""),
            ("replaceKeys", ["tenant": "acme", "environment": "sandbox"], #"{"reason":"x"}"#),
            ("addHostName", path, #"{"host_name":"a.example","environment":"sandbox"}"#),
            ("createSubscription", [:], #"{"tenant":"acme","partner":"x"}"#),
            ("createClient", [:], #"{"subscription_id":"\#(story.subscription)","environment":"sandbox"}"#),
            ("createTenant", [:], #"{"tenant":"acme"}"#),
        ]
        for (operation, path, body) in refused {
            #expect(try await fixture.problem(operation, path: path, body: body)?.status == .conflict, "\(operation)")
        }
        #expect(try await fixture.items("listTenants", query: "status=ended").count == 1)
        #expect(try await fixture.items("listTenants", query: "status=active").count == 1)
    }
}
