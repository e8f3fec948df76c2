import Foundation
import HTTPTypes
import HummingbirdTesting
import Journal
import JournalTesting
import Registry
import Testing

@testable import CounterfoilServer

/// Forward authorization: a proxy asks the private listener whether a request may pass.
@Suite struct ForwardAuthorizationTests {
    private static let good = "realm=acme/sandbox&scope=external"

    private func ask(
        _ fixture: ServerFixture, query: String? = good, headers: HTTPFields = [:], host: String = "localhost:8081",
        method: HTTPRequest.Method = .get
    ) async throws -> TestResponse {
        try await fixture.send(
            method, ForwardAuthorization.path + (query.map { "?" + $0 } ?? ""), host: host, headers: headers,
            bytes: nil, to: fixture.assembly.privatePipeline)
    }

    private func bearer(_ token: String) -> HTTPFields { [.authorization: "Bearer \(token)"] }

    @Test(arguments: [
        good, "scope=external&realm=acme%2Fsandbox", "realm=acme/sandbox&scope=reports&scope=external",
        "realm=acme/sandbox&scope=external&resource=urn:counterfoil:acme:sandbox:external",
        "realm=acme/sandbox&scope=external&resource=urn%3Acounterfoil%3Aacme%3Asandbox%3Aexternal",
    ])
    func `a good token lets the request pass and names its caller`(_ query: String) async throws {
        let fixture = try await ServerFixture()
        let response = try await ask(fixture, query: query, headers: bearer(try await fixture.token()))
        #expect(response.status == .noContent)
        #expect(response.text.isEmpty)
        #expect(response.header("X-Client-Id") == fixture.sandbox.id)
        #expect(response.header("X-Scope") == "external reports" || response.header("X-Scope") == "external")
        #expect(response.header("X-Subscription-Id") == fixture.subscription.text)
        #expect(response.header("X-Token-Id")?.count == 32)
        #expect(response.header("Cache-Control") == "no-store")
    }

    @Test func `what the caller sends under the names of the answer does not come back`() async throws {
        let fixture = try await ServerFixture()
        var headers = bearer(try await fixture.token())
        for name in ["X-Client-Id", "X-Scope", "X-Subscription-Id", "X-Token-Id"] {
            headers[try #require(HTTPField.Name(name))] = "forged"
        }
        let response = try await ask(fixture, headers: headers)
        #expect(response.status == .noContent)
        #expect(response.headers.allSatisfy { $0.value != "forged" })
    }

    @Test func `without a token the challenge names no error`() async throws {
        let response = try await ask(try await ServerFixture())
        #expect(response.status == .unauthorized)
        #expect(response.header("WWW-Authenticate") == #"Bearer realm="acme/sandbox", scope="external""#)
    }

    @Test(arguments: [
        ("Bearer", "invalid_request"), ("Bearer a b", "invalid_request"), ("Bearer \u{22}a\u{22}", "invalid_request"),
        ("Bearer " + String(repeating: "A", count: 8_193), "invalid_request"), ("Bearer nonsense", "invalid_token"),
        ("Bearer " + String(repeating: "0", count: 64), "invalid_token"),
    ])
    func `a bad token is 401, malformed ones too, since nginx hands on no 400`(
        _ authorization: String, _ error: String
    ) async throws {
        let fixture = try await ServerFixture()
        let response = try await ask(fixture, headers: [.authorization: authorization])
        #expect(response.status == .unauthorized)
        #expect(response.header("WWW-Authenticate")?.contains("error=\"\(error)\"") == true)
        #expect(response.header("X-Client-Id") == nil)
    }

    @Test(arguments: ["X-Original-URI", "X-Original-URL", "X-Forwarded-Uri"])
    func `a token in the URL that the proxy holds is refused`(_ name: String) async throws {
        let fixture = try await ServerFixture()
        let token = try await fixture.token()
        var headers = bearer(token)
        headers[try #require(HTTPField.Name(name))] = "/orders?page=2&access%5Ftoken=\(token)"
        let response = try await ask(fixture, headers: headers)
        #expect(response.status == .unauthorized)
        #expect(response.header("WWW-Authenticate")?.contains("error=\"invalid_request\"") == true)
        headers[try #require(HTTPField.Name(name))] = "/orders?page=2&my_access_token=1"
        #expect(try await ask(fixture, headers: headers).status == .noContent)
    }

    @Test func `two Authorization fields are refused`() async throws {
        let fixture = try await ServerFixture()
        var headers = bearer(try await fixture.token())
        headers.append(HTTPField(name: .authorization, value: "Basic YTpi"))
        #expect(try await ask(fixture, headers: headers).status == .unauthorized)
    }

    @Test func `a token without the scope is 403 with the scope it lacks`() async throws {
        let fixture = try await ServerFixture()
        let response = try await ask(
            fixture, query: "realm=acme/sandbox&scope=billing", headers: bearer(try await fixture.token()))
        #expect(response.status == .forbidden)
        #expect(response.header("WWW-Authenticate")?.contains("error=\"insufficient_scope\"") == true)
        #expect(response.header("WWW-Authenticate")?.contains("scope=\"billing\"") == true)
    }

    @Test(arguments: [
        "realm=acme/production&scope=external", "realm=zenith/sandbox&scope=external",
        "realm=acme/sandbox&scope=external&resource=urn:counterfoil:acme:production:external",
        "realm=acme/sandbox&scope=external&resource=https://orders.example.test/",
    ])
    func `a token of another realm or for another API is refused`(_ query: String) async throws {
        let fixture = try await ServerFixture()
        let response = try await ask(fixture, query: query, headers: bearer(try await fixture.token()))
        #expect(response.status == .unauthorized)
        #expect(response.header("WWW-Authenticate")?.contains("error=\"invalid_token\"") == true)
    }

    @Test(arguments: [
        nil, "", "scope=external", "realm=acme/sandbox", "realm=acme&scope=external",
        "realm=acme/staging&scope=external", "realm=acme/sandbox&realm=acme/sandbox&scope=external",
        "realm=acme/sandbox&realm=zenith/sandbox&scope=external", "realm=acme/sandbox&scope=",
        "realm=acme/sandbox&scope=external%20reports", "realm=acme/sandbox&scope=external+reports",
        "realm=acme/sandbox&scopes=external", "realm=acme/sandbox&scope=external&scope",
        "realm=acme/sandbox&scope=external&any=1", "realm=acme/sandbox&scope=external&resource=",
        "realm=acme/sandbox&scope=external&resource=a:b&resource=a:c", "realm=acme/sandbox&scope=%zz",
        "realm=nobody/sandbox&scope=external", "realm=ACME/sandbox&scope=external", "realm=acme/sandbox&scope=%00",
    ])
    func `a query that its writer got wrong lets nobody pass`(_ query: String?) async throws {
        let fixture = try await ServerFixture()
        let response = try await ask(fixture, query: query, headers: bearer(try await fixture.token()))
        #expect(response.status == .badRequest)
        #expect(try response.member("type") == "/docs/errors/invalid_parameter")
        #expect(try #require(try response.object()["errors"] as? [Any]).isEmpty == false)
    }

    @Test func `a revoked token is refused at once`() async throws {
        let fixture = try await ServerFixture()
        let headers = bearer(try await fixture.token())
        #expect(try await ask(fixture, headers: headers).status == .noContent)
        try await fixture.change(SetClientStatus(client: fixture.sandbox.id, status: .suspended))
        #expect(try await ask(fixture, headers: headers).status == .unauthorized)
    }

    @Test func `when it cannot be told, the answer is neither yes nor no`() async throws {
        let fixture = try await ServerFixture()
        let headers = bearer(try await fixture.token())
        fixture.advance(seconds: 31)
        let response = try await ask(fixture, headers: headers)
        #expect(response.status == .serviceUnavailable)
        #expect(response.header("Retry-After") == "1")
    }

    @Test func `it is on the private listener alone, under its own host names, and answers to GET`() async throws {
        let fixture = try await ServerFixture()
        let headers = bearer(try await fixture.token())
        #expect(try await ask(fixture, headers: headers, host: "sandbox-acme.example.test").status == .notFound)
        let path = ForwardAuthorization.path + "?" + Self.good
        #expect(try await fixture.send(.get, path, headers: headers).status == .notFound)
        let response = try await ask(fixture, headers: headers, method: .post)
        #expect(response.status == .methodNotAllowed)
        #expect(response.header("Allow") == "GET, HEAD")
    }

    @Test func `the reason of a refusal is kept under its request id, and no token is logged`() async throws {
        let fixture = try await ServerFixture()
        let token = try await fixture.token()
        try await fixture.change(SetClientStatus(client: fixture.sandbox.id, status: .suspended))
        let response = try await ask(fixture, headers: bearer(token))
        let id = try #require(response.header("X-Request-Id"))
        let refusal = try #require(try fixture.journal.refusal(requestID: id))
        #expect(refusal.reason == "token_revoked")
        #expect(refusal.realm == "acme/sandbox")
        #expect(refusal.endpoint == "authorizeRequest")
        #expect(fixture.logLines.all.allSatisfy { !$0.contains(token) })
        #expect(fixture.logLines.all.contains { $0.contains("authorizeRequest") && $0.contains("acme/sandbox") })
    }
}
