import Administration
import HTTPTypes
import Persistence
import Registry
import Testing

@testable import Console

/// Tenants: their host names, their APIs and scopes, their end; and tokens that somebody reports.
@Suite struct TenantPageTests {
    private let fixture: ConsoleFixture
    private let path = "/console/tenants/acme"

    init() async throws {
        fixture = try ConsoleFixture()
        _ = try await fixture.store.run(CreateTenant(name: "acme", displayName: "Acme"), fixture.context)
    }

    @Test func `a host name is added, refused when it is none, and taken away`() async throws {
        let ada = try await fixture.signIn()
        let bad = try await ada.submit(
            "add-host-name", on: path, [("host_name", "not a name"), ("environment", "sandbox")])
        #expect(bad.status == 422 && bad.text.contains("id=\"add-host-name-host_name-fault\""))
        let added = try await ada.submit(
            "add-host-name", on: path, [("host_name", "api.acme.example"), ("environment", "sandbox")])
        #expect(added.headers[.location] == "\(path)?done=addHostName")
        #expect(try await ada.get(path).text.contains("api.acme.example"))
        #expect(try await ada.submit("remove-api.acme.example", on: path).status == 303)
        #expect(try await !ada.get(path).text.contains("api.acme.example"))
    }

    @Test func `a tenant is renamed, and what another one has changed meanwhile stays`() async throws {
        let ada = try await fixture.signIn()
        let page = try await ada.get(path)
        #expect(try await ada.submit("rename", on: path, [("display_name", "One")], page: page).status == 303)
        #expect(try await ada.submit("rename", on: path, [("display_name", "Two")], page: page).status == 412)
        #expect(try await ada.get(path).text.contains("<h1>One</h1>"))
    }

    @Test func `a tenant's life ends when its name is typed, and leads to the copy of its journal`() async throws {
        let ada = try await fixture.signIn()
        #expect(try await ada.submit("end", on: path, [("typed_name", "acm")]).status == 422)
        let page = try await ada.get(path)
        let ended = try await ada.submit("end", on: path, [("typed_name", "acme")], page: page)
        #expect(ended.status == 200 && ended.text.contains("journal-copies/acme-"))
        let again = try await ada.submit("end", on: path, [("typed_name", "acme")], page: page)
        #expect(again.status == 409)
        let after = try await ada.get(path)
        #expect(after.text.contains("ended</span>") && !after.text.contains("name=\"form\" value=\"end\""))
        #expect(try await ada.get("/console/tenants?status=ended").text.contains("acme"))
    }

    @Test func `APIs and scopes are added, changed and deleted in one environment or both`() async throws {
        let ada = try await fixture.signIn()
        let apis = path + "/apis"
        let bad = try await ada.submit(
            "create-api-sandbox", on: apis, [("resource", "reports"), ("name", "R"), ("token_format", "sealed")])
        #expect(bad.status == 422)
        let api = "https://reports.example"
        for environment in ["sandbox", "production"] {
            let made = try await ada.submit(
                "create-api-\(environment)", on: apis,
                [("resource", api), ("name", "Reports"), ("token_format", "sealed")])
            #expect(made.status == 303)
        }
        let made = try await ada.submit(
            "create-scope-sandbox", on: apis,
            [("scope", "reports.read"), ("description", "Reads reports."), ("resource", api)])
        #expect(made.headers[.location] == "\(apis)?done=createScope")
        #expect(
            try await ada.submit(
                "create-scope", on: apis, [("scope", "more"), ("description", "More.")]
            ).status == 303)
        let changed = try await ada.submit(
            "change-scope-sandbox-more", on: apis, [("description", "More of the sandbox.")])
        #expect(changed.status == 303)
        let page = try await ada.get(apis).text
        #expect(page.contains("More of the sandbox.") && page.contains(">More.<"))
        #expect(try await ada.submit("delete-api-sandbox-\(api)", on: apis).status == 409)
        #expect(try await ada.submit("delete-scope-sandbox-reports.read", on: apis).status == 303)
        #expect(try await ada.submit("delete-api-sandbox-\(api)", on: apis).status == 303)
        let rules = try await ada.submit("rules-production", on: apis, [("profile", "fapi2")])
        #expect(rules.status == 303)
        #expect(
            try await ada.submit(
                "rules-production", on: apis, [("profile", "fapi2"), ("certificate_roots", "no PEM")]
            ).status == 422)
    }

    @Test func `what is no token is refused without being shown again`() async throws {
        let ada = try await fixture.signIn()
        for form in ["inspect", "revoke"] {
            let typed = String(repeating: "AB", count: 32)
            let answer = try await ada.submit(form, on: "/console/tokens", [("token", typed)])
            #expect(answer.status == 404 && answer.text.contains("No realm of this server opens"))
            #expect(!answer.text.contains(typed))
        }
    }

    @Test func `usage is downloaded as a table`() async throws {
        let ada = try await fixture.signIn()
        let file = try await ada.get("/console/usage.csv?tenant=acme")
        #expect(file.status == 200 && file.headers[.contentType] == "text/csv; charset=utf-8")
        #expect(file.headers[.contentDisposition] == "attachment; filename=\"usage.csv\"")
        #expect(file.text.hasPrefix("day,"))
        #expect(try await ada.get("/console/usage.csv").status == 400)
        #expect(try await ada.get("/console/usage.csv?tenant=nope").status == 404)
        #expect(try await fixture.send(.get, "/console/usage.csv?tenant=acme").status == 303)
    }
}
