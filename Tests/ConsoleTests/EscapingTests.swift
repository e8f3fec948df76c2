import HTTPTypes
import Journal
import Persistence
import Registry
import Testing

@testable import Console

/// Whatever people type is shown as text: tried in every field that takes free text.
@Suite struct EscapingTests {
    private static let attack = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;{{title}}"
    private let fixture: ConsoleFixture

    init() throws { fixture = try ConsoleFixture() }

    private func requireHarmless(_ page: Answer, _ place: String) {
        #expect(!page.text.contains("<script>") && !page.text.contains("<img src=x"), "\(place)")
        #expect(!page.text.contains("\"'>"), "\(place)")
        // Our own, once, and no other.
        #expect(page.text.matches(of: /<script/).count == 1, "\(place)")
    }

    /// The answer where it is a page; one that sends the browser on has none.
    private func shown(_ answer: Answer) -> [Answer] { answer.status == 303 ? [] : [answer] }

    @Test func `markup in any field is shown as it was typed`() async throws {
        let ada = try await fixture.signIn()
        let attack = Self.attack
        var pages: [Answer] = []
        pages.append(
            try await ada.submit(
                "create", on: "/console/tenants/create", [("tenant", attack), ("display_name", attack)]))
        _ = try await ada.submit(
            "create", on: "/console/tenants/create", [("tenant", "acme"), ("display_name", attack)])
        let created = try await ada.submit(
            "create", on: "/console/tenants/acme/subscribe",
            [("partner", attack), ("contact", attack), ("scopes", "external")])
        pages.append(created)
        #expect(created.status == 200 && created.text.contains("&lt;script&gt;"))
        pages.append(
            try await ada.submit(
                "create", on: "/console/tenants/acme/subscribe", [("partner", attack), ("scopes", attack)]))
        let client = try #require(created.text.firstMatch(of: /cf_test_[0-9A-Z]{20}/)).output
        let subscription = try #require(created.text.firstMatch(of: /sub_[0-9A-Z]{20}/)).output
        _ = try await ada.submit(
            "edit", on: "/console/clients/\(client)/edit",
            [("name", attack), ("scopes", "external"), ("token_lifetime", "600"), ("token_format", "sealed")])
        let apis = "/console/tenants/acme/apis"
        for (form, fields) in [
            ("create-scope", [("scope", "reports"), ("description", attack)]),
            ("create-api-sandbox", [("resource", "urn:x:y"), ("name", attack), ("token_format", "sealed")]),
            ("create-api-sandbox", [("resource", attack), ("name", attack), ("token_format", attack)]),
            ("create-scope-sandbox", [("scope", attack), ("description", attack), ("resource", attack)]),
            ("rules-production", [("profile", attack), ("certificate_roots", attack)]),
        ] { pages.append(contentsOf: shown(try await ada.submit(form, on: apis, fields))) }
        for (form, fields) in [
            ("add-host-name", [("host_name", attack), ("environment", attack)]),
            ("rename", [("display_name", attack)]), ("end", [("typed_name", attack)]),
        ] { pages.append(contentsOf: shown(try await ada.submit(form, on: "/console/tenants/acme", fields))) }
        for form in ["inspect", "revoke"] {
            pages.append(try await ada.submit(form, on: "/console/tokens", [("token", attack)]))
        }
        pages.append(
            try await ada.submit(
                "create", on: "/console/operators",
                [("operator", attack), ("display_name", attack), ("role", attack)]))
        _ = try await ada.submit(
            "create", on: "/console/operators", [("operator", "eve"), ("display_name", attack), ("role", "viewer")])
        pages.append(try await ada.submit("link", on: "/console/operators/eve"))
        pages.append(
            try await ada.submit("status", on: "/console/tenants/acme", [("typed_name", attack)]))
        let addresses = [
            "/console/", "/console/tenants", "/console/tenants/acme", "/console/tenants/acme/subscribe",
            "/console/tenants/acme/keys", "/console/tenants/acme/apis", "/console/tokens", "/console/subscriptions",
            "/console/subscriptions/\(subscription)",
            "/console/subscriptions/\(subscription)/edit", "/console/subscriptions/\(subscription)/add",
            "/console/clients", "/console/clients/\(client)", "/console/clients/\(client)/edit",
            "/console/operators", "/console/operators/eve",
        ]
        for address in addresses {
            let page = try await ada.get(address)
            #expect(page.status == 200, "\(address)")
            requireHarmless(page, address)
        }
        for (index, page) in pages.enumerated() { requireHarmless(page, "answer \(index)") }
        let eve = try await fixture.signIn("eve")
        requireHarmless(try await eve.get("/console/account"), "account")
    }

    @Test func `markup in an address is shown as it was typed`() async throws {
        let ada = try await fixture.signIn()
        let attack = Self.attack.percentEncoded
        for address in [
            "/console/tenants?search=\(attack)", "/console/tenants?status=\(attack)",
            "/console/clients?search=\(attack)", "/console/subscriptions?cursor=\(attack)",
            "/console/journal?search=\(attack)&kind=\(attack)&realm=\(attack)", "/console/journal?since=\(attack)",
            "/console/why?request_id=\(attack)", "/console/?done=\(attack)", "/console/tenants/\(attack)",
            "/console/clients/\(attack)", "/console/tenants/\(attack)/apis", "/console/usage.csv?tenant=\(attack)",
            "/console/operators/\(attack)", "/console/\(attack)/\(attack)",
        ] {
            requireHarmless(try await ada.get(address), address)
        }
    }

    @Test func `markup in the journal is shown as it was written`() async throws {
        let ada = try await fixture.signIn()
        let attack = Self.attack
        let entry = JournalEntry(
            at: fixture.context.now, kind: JournalKind(rawValue: attack), realm: nil,
            fields: [.text("subject", attack), .text("partner", attack)])
        try fixture.journal.commit(
            entries: [ChainedEntry(entry, body: JournalEncoding.body(of: entry), after: try fixture.journal.head())],
            refusals: [])
        let page = try await ada.get("/console/journal")
        #expect(page.text.contains("&lt;script&gt;"))
        requireHarmless(page, "journal")
        requireHarmless(try await ada.get("/console/"), "overview")
    }

    @Test(arguments: ["<", ">", "\"", "'", "&"])
    func `a combining mark hides no character from the escaping`(_ character: String) async throws {
        let typed = "a\(character)\u{0301}b"
        let separated = View.separated(typed)
        #expect(separated.contains { String($0) == character })
        let ada = try await fixture.signIn()
        let page = try await ada.get("/console/tenants?search=\(typed.percentEncoded)")
        let text = Array(page.text.unicodeScalars)
        let marks = text.indices.filter { text[$0] == "\u{0301}" }
        #expect(!marks.isEmpty)
        // What stands before the mark is the end of an entity, and the joiner that parts them.
        #expect(marks.allSatisfy { text[$0 - 1] == "\u{2060}" && text[$0 - 2] == ";" })
    }

    @Test(arguments: ["", "plain", "é", "e\u{0301}", "日本", "a<b"])
    func `other text stays as it is`(_ text: String) { #expect(View.separated(text) == text) }
}
