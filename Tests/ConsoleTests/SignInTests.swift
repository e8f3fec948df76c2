import Cryptography
import HTTPTypes
import Registry
import Testing

@testable import Console

@Suite struct SignInTests {
    private let fixture: ConsoleFixture

    init() throws { fixture = try ConsoleFixture() }

    @Test func `who is not signed in is sent to the sign-in page`() async throws {
        for path in ["/console/", "/console/tenants", "/console/operators/ada", "/console/nothing"] {
            let answer = try await fixture.send(.get, path)
            #expect(answer.status == 303 && answer.headers[.location] == "/console/sign-in", "\(path)")
        }
        #expect(try await fixture.send(.get, "/console").headers[.location] == "/console/")
        let page = try await fixture.send(.get, "/console/sign-in")
        #expect(page.status == 200 && page.text.contains("name=\"link\""))
    }

    @Test func `a link signs in once, with a cookie that scripts and other sites do not get`() async throws {
        _ = try await fixture.store.run(
            CreateOperator(name: "ada", displayName: nil, role: .viewer), fixture.context)
        let link = try await fixture.store.run(CreateSignInLink(name: "ada"), fixture.context)
            .url(origin: "http://localhost:8081").exposed
        let headers: HTTPFields = [.contentType: Browser.formType]
        let first = try await fixture.send(
            .post, "/console/sign-in", headers: headers, body: "link=" + link.percentEncoded)
        #expect(first.status == 303)
        let cookie = try #require(first.headers[.setCookie])
        #expect(cookie.contains("; Path=/console; HttpOnly; SameSite=Strict"))
        let second = try await fixture.send(
            .post, "/console/sign-in", headers: headers, body: "link=" + link.percentEncoded)
        #expect(second.status == 403 && second.headers[.setCookie] == nil)
        #expect(second.text.contains("This sign-in link does not work"))
    }

    @Test(arguments: ["", "link=", "link=x", "link=%3Cscript%3E", "other=1"])
    func `what is no link does not sign in, and is not repeated`(_ body: String) async throws {
        let answer = try await fixture.send(
            .post, "/console/sign-in", headers: [.contentType: Browser.formType], body: body)
        #expect(answer.status == 403 && answer.headers[.setCookie] == nil)
        #expect(!answer.text.contains("%3C") && !answer.text.contains("value=\"x\""))
    }

    @Test(arguments: [
        ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Site", "none"),
        ("Origin", "https://evil.example"), ("Origin", "null"),
    ])
    func `another site's page can neither sign in nor send forms`(_ name: String, _ value: String) async throws {
        let browser = try await fixture.signIn()
        let header = try #require(HTTPField.Name(name))
        let link = try await fixture.store.run(CreateSignInLink(name: "ada"), fixture.context).token.text.exposed
        let entry = try await fixture.send(
            .post, "/console/sign-in", headers: [.contentType: Browser.formType, header: value], body: "link=\(link)")
        #expect(entry.status == 403 && entry.headers[.setCookie] == nil)
        let page = try await browser.get("/console/tenants/create")
        let pairs = [
            ("form_token", try page.hidden("form_token", after: "id=\"create\"")), ("form", "create"),
            ("tenant", "acme"),
        ]
        let refused = try await browser.post("/console/tenants/create", pairs, headers: [header: value])
        #expect(refused.status == 403)
        #expect(try await browser.get("/console/tenants/acme").status == 404)
        let own = try #require(HTTPField.Name("Sec-Fetch-Site"))
        #expect(try await browser.post("/console/tenants/create", pairs, headers: [own: "same-origin"]).status == 303)
    }

    @Test func `a form without its session's token changes nothing`() async throws {
        let (ada, bob) = (try await fixture.signIn("ada"), try await fixture.signIn("bob"))
        let foreign = try await bob.get("/console/tenants/create").hidden("form_token")
        for token in [nil, "", foreign, String(foreign.dropLast())] {
            let pairs = [("form", "create"), ("tenant", "acme")] + (token.map { [("form_token", $0)] } ?? [])
            #expect(try await ada.post("/console/tenants/create", pairs).status == 403)
        }
        #expect(try await ada.get("/console/tenants/acme").status == 404)
    }

    @Test(arguments: [(1_799, true), (1_801, false)])
    func `a session ends when nobody uses it for half an hour`(_ seconds: Int64, _ lives: Bool) async throws {
        let browser = try await fixture.signIn()
        fixture.advance(seconds: seconds)
        #expect(try await browser.get("/console/").status == (lives ? 200 : 303))
    }

    @Test func `a session in use ends after twelve hours`() async throws {
        let browser = try await fixture.signIn()
        for _ in 0..<43 {
            fixture.advance(seconds: 1_000)
            #expect(try await browser.get("/console/account").status == 200)
        }
        fixture.advance(seconds: 201)
        #expect(try await browser.get("/console/account").status == 303)
        let late = try await browser.post("/console/tenants/create", [("form", "create"), ("tenant", "acme")])
        #expect(late.status == 401 && late.text.contains("nothing was changed"))
    }

    @Test func `signing out ends the session at the server, not only in the browser`() async throws {
        let browser = try await fixture.signIn()
        let token = try await browser.get("/console/").hidden("form_token")
        #expect(try await browser.post("/console/sign-out", []).status == 403)
        #expect(try await browser.get("/console/").status == 200)
        let left = try await browser.post("/console/sign-out", [("form_token", token)])
        #expect(left.status == 303 && left.headers[.setCookie]?.contains("Max-Age=0") == true)
        #expect(try await browser.get("/console/").status == 303)
    }

    @Test func `a role counts from the next request on, and suspending ends the session`() async throws {
        _ = try await fixture.signIn("root")
        let ada = try await fixture.signIn("ada")
        #expect(try await ada.get("/console/tenants/create").text.contains("id=\"create\""))
        _ = try await fixture.store.run(
            UpdateOperator(name: "ada", displayName: nil, role: .viewer), fixture.context)
        #expect(try await ada.get("/console/tenants/create").text.contains("id=\"create\"") == false)
        _ = try await fixture.store.run(SetOperatorStatus(name: "ada", status: .suspended), fixture.context)
        #expect(try await ada.get("/console/").status == 303)
    }

    @Test func `pages are kept by nobody, framed by nobody and load nothing of others`() async throws {
        let browser = try await fixture.signIn()
        let page = try await browser.get("/console/")
        #expect(page.headers[.cacheControl] == "no-store")
        #expect(page.headers[.xContentTypeOptions] == "nosniff")
        let policy = try #require(page.headers[.contentSecurityPolicy])
        #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
        #expect(!policy.contains("unsafe") && !policy.contains("http"))
        #expect(!page.text.contains("style=") && !page.text.contains("<style") && !page.text.contains("onclick"))
        for asset in ConsoleAsset.all {
            let answer = try await fixture.send(.get, asset.address)
            #expect(answer.status == 200 && answer.headers[.cacheControl]?.contains("immutable") == true)
        }
    }
}
