import Administration
import HTTPTypes
import Persistence
import Registry
import Testing

@testable import Console

@Suite struct PageTests {
    private let fixture: ConsoleFixture

    init() throws { fixture = try ConsoleFixture() }

    /// A tenant with a subscription, made through the console; the addresses of its pages.
    private func start(_ browser: Browser) async throws -> (pages: [String], secret: String, client: String) {
        let made = try await browser.submit("create", on: "/console/tenants/create", [("tenant", "acme")])
        #expect(made.status == 303)
        #expect(made.headers[.location] == "/console/tenants/acme?done=createTenant")
        let shown = try await browser.submit(
            "create", on: "/console/tenants/acme/subscribe", [("partner", "Partner"), ("scopes", "external")])
        #expect(shown.status == 200 && shown.headers[.cacheControl] == "no-store")
        let secret = try #require(shown.text.firstMatch(of: /cfs_test_[0-9A-Za-z]{49}/)).output
        let client = try #require(shown.text.firstMatch(of: /cf_test_[0-9A-Z]{20}/)).output
        let subscription = try #require(shown.text.firstMatch(of: /sub_[0-9A-Z]{20}/)).output
        return (
            [
                "/console/", "/console/tenants", "/console/tenants/create", "/console/tenants/acme",
                "/console/tenants/acme/subscribe", "/console/tenants/acme/keys", "/console/tenants/acme/apis",
                "/console/tokens", "/console/subscriptions",
                "/console/subscriptions/\(subscription)", "/console/subscriptions/\(subscription)/edit",
                "/console/subscriptions/\(subscription)/add", "/console/clients", "/console/clients/\(client)",
                "/console/clients/\(client)/edit", "/console/journal", "/console/why", "/console/operators",
                "/console/operators/ada", "/console/account",
            ], String(secret), String(client)
        )
    }

    /// The forms on a page, sign-out and searches left out.
    private func forms(_ page: Answer) -> [String] {
        page.text.matches(of: /name="form" value="([^"]*)"/).map { String($0.output.1) }
    }

    @Test(arguments: OperatorRole.allCases)
    func `every page opens for every role, with the forms that the role may use`(_ role: OperatorRole) async throws {
        let ada = try await fixture.signIn()
        let (pages, _, _) = try await start(ada)
        let other = try await fixture.signIn("bob", role)
        for path in pages {
            let page = try await other.get(path)
            #expect(page.status == 200, "\(path)")
            #expect(page.text.contains("<h1>") && page.text.matches(of: /<h1>/).count == 1, "\(path)")
            #expect(page.text.contains("<html lang=\"en\">") && page.text.contains("<main id=\"main\""))
            let found = Set(forms(page).map { String($0.prefix { $0 != "-" }) })
            switch role {
            // To look at a token is to read.
            case .viewer: #expect(found.isSubset(of: ["inspect"]), "\(path): \(found)")
            case .support:
                let allowed: Set = ["roll", "create", "expire", "revoke", "status", "inspect"]
                #expect(found.isSubset(of: allowed), "\(path): \(found)")
            case .administrator: break
            }
        }
        if role == .administrator {
            #expect(try await Set(forms(other.get("/console/operators/ada"))).isSuperset(of: ["link", "delete"]))
        }
    }

    @Test(arguments: [OperatorRole.viewer, .support])
    func `a form that the role may not use is refused, however it is sent`(_ role: OperatorRole) async throws {
        let ada = try await fixture.signIn()
        let (pages, _, _) = try await start(ada)
        let other = try await fixture.signIn("bob", role)
        let token = try await other.get("/console/").hidden("form_token")
        var tried = 0
        // On the last page everybody sees their own sessions.
        for path in pages.dropLast() {
            let allowed = forms(try await other.get(path))
            for form in forms(try await ada.get(path)) where !allowed.contains(form) {
                let answer = try await other.post(path, [("form_token", token), ("form", form)])
                // What only a typed name would let pass must not get so far.
                #expect(answer.status == 403, "\(path) \(form): \(answer.status)")
                tried += 1
            }
        }
        #expect(tried > (role == .viewer ? 20 : 10))
    }

    @Test func `a subscription with many clients shows some of them, and the way to all`() async throws {
        let ada = try await fixture.signIn()
        let (pages, _, _) = try await start(ada)
        let path = try #require(pages.first { $0.contains(/subscriptions\/sub_\w+$/) })
        let subscription = try #require(path.split(separator: "/").last.map(String.init))
        for number in 1...11 {
            _ = try await fixture.store.run(
                CreateClient(
                    subscription: subscription, environment: .sandbox, name: "Job \(number)", scopes: [],
                    tokenLifetimeSeconds: nil), fixture.context)
        }
        let page = try await ada.get(path)
        #expect(page.text.contains("more than 10 clients") && page.text.contains("1 client<"))
        #expect(Set(page.text.matches(of: /clients\/cf_test_[0-9A-Z]{20}/).map { String($0.output) }).count == 10)
        let all = "/console/clients?subscription=\(subscription)&amp;environment=sandbox"
        #expect(page.text.contains(all) && !page.text.contains("environment=production"))
        let list = try await ada.get(all.replacing("&amp;", with: "&"))
        #expect(list.text.matches(of: /clients\/cf_test_[0-9A-Z]{20}/).count == 12)
        #expect(list.text.contains("The programs of one subscription."))
        #expect(try await ada.get("/console/clients?subscription=sub_nope").status == 404)
    }

    @Test func `a secret is shown once, and a reload neither shows it nor makes another`() async throws {
        let ada = try await fixture.signIn()
        let (_, _, client) = try await start(ada)
        let path = "/console/clients/\(client)"
        let page = try await ada.get(path)
        let first = try await ada.submit("roll", on: path, [("grace_seconds", "3600")], page: page)
        let secrets = first.text.matches(of: /cfs_test_[0-9A-Za-z]{49}/).map { String($0.output) }
        #expect(first.status == 200 && Set(secrets).count == 1)
        let again = try await ada.submit("roll", on: path, [("grace_seconds", "3600")], page: page)
        let secret = try #require(secrets.first)
        #expect(again.status == 200 && !again.text.contains(secret))
        #expect(again.text.contains("This was done before"))
        let after = try await ada.get(path)
        #expect(after.text.matches(of: /value="revoke-sec_/).count == 2)
        #expect(!after.text.contains(secret))
    }

    @Test func `a refused form shows what is wrong beside the field and keeps what was typed`() async throws {
        let ada = try await fixture.signIn()
        let answer = try await ada.submit(
            "create", on: "/console/tenants/create", [("tenant", "No Name"), ("display_name", "Acme & Sons")])
        #expect(answer.status == 422)
        #expect(answer.text.contains("id=\"create-tenant-fault\"") && answer.text.contains("aria-invalid=\"true\""))
        #expect(answer.text.contains("value=\"No Name\"") && answer.text.contains("value=\"Acme &amp; Sons\""))
    }

    @Test(arguments: ["", "acm", "ACME", "acme/"])
    func `a tenant is suspended only when its name is typed`(_ typed: String) async throws {
        let ada = try await fixture.signIn()
        _ = try await start(ada)
        let refused = try await ada.submit("status", on: "/console/tenants/acme", [("typed_name", typed)])
        #expect(refused.status == 422 && refused.text.contains("Type “acme”"))
        #expect(refused.text.contains("<details class=\"action\" open>"))
        let done = try await ada.submit("status", on: "/console/tenants/acme", [("typed_name", " acme ")])
        #expect(done.headers[.location] == "/console/tenants/acme?done=suspendTenant")
        #expect(try await ada.get("/console/tenants/acme?done=suspendTenant").text.contains("The tenant is suspended."))
    }

    @Test func `a change of what another one has changed meanwhile is refused`() async throws {
        let ada = try await fixture.signIn()
        let (_, _, client) = try await start(ada)
        let path = "/console/clients/\(client)/edit"
        let page = try await ada.get(path)
        let fields = [("name", "One"), ("scopes", "external"), ("token_lifetime", "600"), ("token_format", "sealed")]
        #expect(try await ada.submit("edit", on: path, fields, page: page).status == 303)
        let late = try await ada.submit("edit", on: path, [("name", "Two")] + fields.dropFirst(), page: page)
        #expect(late.status == 412 && late.text.contains("value=\"Two\""))
        #expect(try await ada.get("/console/clients/\(client)").text.contains("<h1>One</h1>"))
    }

    @Test func `a link for another operator is shown once and signs them in`() async throws {
        let ada = try await fixture.signIn()
        let made = try await ada.submit(
            "create", on: "/console/operators", [("operator", "bob"), ("role", "viewer")])
        #expect(made.headers[.location] == "/console/operators/bob?done=createOperator")
        let shown = try await ada.submit("link", on: "/console/operators/bob")
        let link = try #require(
            shown.text.firstMatch(of: /http:\/\/localhost:8081\/console\/sign-in#([0-9A-Za-z]{43})/)
        ).output.1
        let entry = try await fixture.send(
            .post, "/console/sign-in", headers: [.contentType: Browser.formType], body: "link=\(link)")
        #expect(entry.status == 303)
        #expect(try await ada.get("/console/operators/bob").text.contains("ses_"))
        let ended = try await ada.submit("end-sessions", on: "/console/operators/bob")
        #expect(ended.status == 303)
        #expect(try await ada.get("/console/operators/bob").text.contains("They are signed in nowhere."))
    }

    @Test func `the last administrator is told why they cannot be deleted`() async throws {
        let ada = try await fixture.signIn()
        let answer = try await ada.submit("delete", on: "/console/operators/ada", [("typed_name", "ada")])
        #expect(answer.status == 409 && answer.text.contains("last active administrator"))
    }

    @Test(arguments: [
        "/console/tenants/nope", "/console/clients/cf_test_x", "/console/subscriptions/x", "/console/operators/x",
        "/console/what", "/console/what/is/this/then", "/console/tenants/system",
    ])
    func `what does not exist is a page that says so`(_ path: String) async throws {
        let ada = try await fixture.signIn()
        let page = try await ada.get(path)
        #expect(page.status == 404 && page.text.contains("<h1>"))
        #expect(page.headers[.contentType]?.hasPrefix("text/html") == true)
    }

    @Test func `lists are searched and read page by page`() async throws {
        let ada = try await fixture.signIn()
        for number in 10..<65 {
            _ = try await fixture.store.run(
                CreateTenant(name: "t\(number)", displayName: "Tenant \(number)"), fixture.context)
        }
        let first = try await ada.get("/console/tenants")
        #expect(first.text.contains("t10") && first.text.contains("t59") && !first.text.contains(">t60<"))
        let next = try #require(first.text.firstMatch(of: /href="([^"]*)" rel="next"/)).output.1
        let second = try await ada.get(String(next))
        #expect(second.text.contains("t60") && second.text.contains("First page"))
        let found = try await ada.get("/console/tenants?search=tenant+3")
        #expect(found.text.contains("t35") && !found.text.contains("t20"))
        #expect(found.text.contains("value=\"tenant 3\""))
        #expect(try await ada.get("/console/tenants?cursor=x").status == 400)
    }

    @Test func `a rolled secret that is still used is marked on its client's page and on the first page`() async throws
    {
        let ada = try await fixture.signIn()
        let (_, _, client) = try await start(ada)
        let path = "/console/clients/\(client)"
        let id = try #require(ClientIdentifier(client))
        let old = try #require(try await fixture.store.read { try $0.listSecrets(id) }.first)
        fixture.advance(seconds: 1)
        _ = try await ada.submit("roll", on: path, [("grace_seconds", "3600")])
        #expect(try await ada.get(path).text.contains("not used since"))
        #expect(try await !ada.get("/console/").text.contains("still used</span>"))
        fixture.advance(seconds: 1)
        let use = SecretUse(secret: old.id, at: fixture.context.now, remoteAddress: "192.0.2.7")
        try await fixture.store.write { try $0.recordUse([use]) }
        for page in [path, "/console/"] {
            let text = try await ada.get(page).text
            #expect(text.contains("still used</span>") && text.contains("192.0.2.7"), "\(page)")
        }
    }
}
