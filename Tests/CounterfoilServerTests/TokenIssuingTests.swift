import AuthorizationServer
import Cryptography
import HTTPTypes
import HummingbirdTesting
import Journal
import JournalTesting
import Registry
import Testing

@testable import CounterfoilServer

/// RFC 6749 sections 4.4 and 5.1.
@Suite struct TokenIssuingTests {
    private func expectToken(_ response: TestResponse, lifetime: Int = 1_200, scope: String = "external") throws {
        #expect(response.status == .ok)
        #expect(response.header("Content-Type") == "application/json")
        #expect(response.header("Cache-Control") == "no-store")
        #expect(response.header("Pragma") == "no-cache")
        #expect(response.header("X-Request-Id")?.count == 32)
        let token = try response.member("access_token")
        #expect(token.count == 64)
        #expect(token.allSatisfy { "0123456789ABCDEF".contains($0) })
        #expect(
            response.text
                == #"{"access_token":"\#(token)","expires_in":\#(lifetime),"token_type":"Bearer","scope":"\#(scope)"}"#)
    }

    @Test func `Basic credentials get a token with exactly the four members`() async throws {
        let fixture = try await ServerFixture()
        try expectToken(try await fixture.tokenRequest())
    }

    @Test func `credentials in the body get a token`() async throws {
        let fixture = try await ServerFixture()
        let body =
            "grant_type=client_credentials&client_id=\(fixture.sandbox.id)&client_secret=\(fixture.sandbox.secret)"
        let response = try await fixture.send(
            .post, OAuthRoutes.tokenPath,
            headers: [.contentType: "application/x-www-form-urlencoded; charset=UTF-8"], body: body)
        try expectToken(response)
        let method = try fixture.journal.entries(matching: JournalQuery(kind: .tokenIssued)).first?.entry()
        #expect(method?["authentication_method"] == .text("client_secret_post"))
    }

    @Test(arguments: [
        "scope=external", "scope=", "unknown=parameter", "scope=external%20external", "scope=++external+",
    ])
    func `the scope is optional, and unknown parameters are ignored`(_ parameter: String) async throws {
        let fixture = try await ServerFixture()
        try expectToken(try await fixture.tokenRequest(body: "grant_type=client_credentials&\(parameter)"))
    }

    @Test func `parameters in the query are never read`() async throws {
        let fixture = try await ServerFixture()
        let response = try await fixture.send(
            .post, OAuthRoutes.tokenPath + "?grant_type=client_credentials",
            headers: [
                .contentType: "application/x-www-form-urlencoded",
                .authorization: "Basic " + basicText(fixture.sandbox),
            ], body: "scope=external")
        #expect(response.status == .badRequest)
        #expect(try response.member("error") == "invalid_request")
    }

    @Test(arguments: [60, 86_400])
    func `the lifetime is the client's`(_ seconds: Int) async throws {
        let fixture = try await ServerFixture()
        try await fixture.change(
            UpdateClient(client: fixture.sandbox.id, name: nil, scopes: nil, tokenLifetimeSeconds: seconds))
        try expectToken(try await fixture.tokenRequest(), lifetime: seconds)
    }

    @Test func `two tokens of one second are different`() async throws {
        let fixture = try await ServerFixture()
        #expect(try await fixture.token() != fixture.token())
    }

    @Test func `production has its own credentials and host`() async throws {
        let fixture = try await ServerFixture()
        try expectToken(try await fixture.tokenRequest(fixture.production, host: "acme.example.test"))
    }

    @Test func `the entry of an issued token has all that the design asks for`() async throws {
        let fixture = try await ServerFixture()
        let response = try await fixture.tokenRequest()
        let entry = try #require(
            try fixture.journal.entries(matching: JournalQuery(kind: .tokenIssued)).first?.entry())
        #expect(entry.at == fixture.now)
        #expect(entry.realm == "acme/sandbox")
        #expect(entry["client_id"] == .text(fixture.sandbox.id))
        #expect(entry["subscription_id"] == .text(fixture.subscription.text))
        #expect(entry["scopes"] == .texts(["external"]))
        #expect(entry["lifetime_seconds"] == .integer(1_200))
        #expect(entry["authentication_method"] == .text("client_secret_basic"))
        #expect(entry["secret_id"] == .text(fixture.sandbox.secretID))
        #expect(entry["request_id"] == response.header("X-Request-Id").map { .text($0) })
        let bytes = try #require(Hexadecimal.decode(try response.member("access_token")))
        #expect(entry["token_id"] == .text(tokenIdentifier(bytes)))
    }

    @Test func `when the journal cannot be written no token leaves`() async throws {
        let fixture = try await ServerFixture()
        fixture.journal.fail(with: .full("database or disk is full"))
        let response = try await fixture.tokenRequest()
        #expect(response.status == .serviceUnavailable)
        #expect(response.header("Retry-After") == "1")
        #expect(try response.member("error") == "temporarily_unavailable")
        #expect(try response.object()["access_token"] == nil)
        fixture.journal.fail(with: nil)
        try expectToken(try await fixture.tokenRequest())
    }

    @Test func `a second secret works beside the first`() async throws {
        let fixture = try await ServerFixture()
        let second = try await fixture.change(
            CreateSecret(client: fixture.sandbox.id, notBefore: nil, expiresAt: nil))
        let credentials = ServerFixture.Credentials(
            id: fixture.sandbox.id, secretID: second.record.id.text, secret: second.secret.text.exposed)
        try expectToken(try await fixture.tokenRequest(credentials))
        try expectToken(try await fixture.tokenRequest())
    }

    @Test func `a request from a page of the realm's own host is answered`() async throws {
        let fixture = try await ServerFixture()
        try expectToken(
            try await fixture.tokenRequest(headers: [.origin: "http://sandbox-acme.example.test"]))
    }
}
