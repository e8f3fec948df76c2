import AuthorizationServer
import Cryptography
import Foundation
import HTTPTypes
import HummingbirdTesting
import Journal
import JournalTesting
import Registry
import Testing
import Timekeeping

@testable import CounterfoilServer

/// Every way in which a token request can be wrong: the whole answer, and the exact reason kept for the operator.
@Suite struct TokenRefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let status: Int
        let error: String
        let reason: String
        let says: String
        let request: @Sendable (ServerFixture) async throws -> TestResponse

        var testDescription: String { name }

        init(
            _ name: String, _ status: Int, _ error: String, _ reason: String, says: String,
            _ request: @escaping @Sendable (ServerFixture) async throws -> TestResponse
        ) {
            self.name = name
            self.status = status
            self.error = error
            self.reason = reason
            self.says = says
            self.request = request
        }
    }

    private static let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
    private static let neutral = "no such client here, or not with this secret"

    private static func credentials(_ id: String, _ secret: String) -> ServerFixture.Credentials {
        .init(id: id, secretID: "", secret: secret)
    }

    private static func changed(_ secret: String) -> String {
        let last = secret.last == "A" ? "B" : "A"
        return String(secret.dropLast()) + last
    }

    /// Well-formed secrets and ids that this server never gave out.
    private static func foreignSecret() -> String {
        ClientSecret(environment: .sandbox, random: .system).text.exposed
    }

    static let cases: [Case] = requestCases + authenticationCases + grantCases

    private static let requestCases = [
        Case("a GET", 405, "invalid_request", "method_not_allowed", says: "POST only") { fixture in
            try await fixture.send(.get, OAuthRoutes.tokenPath)
        },
        Case("JSON instead of a form", 415, "invalid_request", "content_type_not_form", says: "The body is JSON") {
            fixture in
            try await fixture.tokenRequest(
                body: #"{"grant_type":"client_credentials"}"#, headers: [.contentType: "application/json"])
        },
        Case("no media type", 415, "invalid_request", "content_type_not_form", says: "x-www-form-urlencoded") {
            fixture in
            try await fixture.send(.post, OAuthRoutes.tokenPath, body: "grant_type=client_credentials")
        },
        Case("another charset", 415, "invalid_request", "content_type_not_form", says: "Send the parameters as a form")
        {
            fixture in
            try await fixture.tokenRequest(
                headers: [.contentType: "application/x-www-form-urlencoded; charset=utf-16"])
        },
        Case("a body over 16 KiB", 413, "invalid_request", "body_too_large", says: "16384 bytes") { fixture in
            try await fixture.tokenRequest(
                body: "grant_type=client_credentials&x=" + String(repeating: "a", count: 16_384))
        },
        Case("a repeated parameter", 400, "invalid_request", "parameter_repeated", says: "The parameter grant_type") {
            fixture in
            try await fixture.tokenRequest(body: "grant_type=client_credentials&grant_type=client_credentials")
        },
        Case("broken percent-encoding", 400, "invalid_request", "form_malformed", says: "percent-encoding") {
            fixture in
            try await fixture.tokenRequest(body: "grant_type=client%5")
        },
        Case("invalid UTF-8", 400, "invalid_request", "form_malformed", says: "UTF-8") { fixture in
            try await fixture.tokenRequest(body: "grant_type=client_credentials&scope=%FF%FE")
        },
        Case("a NUL byte", 400, "invalid_request", "form_malformed", says: "NUL") { fixture in
            try await fixture.tokenRequest(body: "grant_type=client_credentials&scope=a%00b")
        },
        Case(
            "a web page of another origin", 400, "invalid_request", "client_secret_used_in_browser",
            says: "web page of another origin"
        ) { fixture in
            try await fixture.tokenRequest(headers: [.origin: "https://partner.example"])
        },
        Case(
            "a web page on another port of the host", 400, "invalid_request", "client_secret_used_in_browser",
            says: "have this secret replaced"
        ) { fixture in
            try await fixture.tokenRequest(headers: [.origin: "http://sandbox-acme.example.test:3000"])
        },
        Case(
            "a page without an origin", 400, "invalid_request", "client_secret_used_in_browser",
            says: "client secret is used in a browser"
        ) { fixture in
            try await fixture.tokenRequest(headers: [.origin: "null"])
        },
        Case("two methods", 400, "invalid_request", "two_authentication_methods", says: "in one place only") {
            fixture in
            try await fixture.tokenRequest(
                body: "grant_type=client_credentials&client_id=\(fixture.sandbox.id)&client_secret=x")
        },
    ]

    private static let authenticationCases = [
        Case("no credentials", 401, "invalid_client", "no_client_credentials", says: "HTTP Basic") { fixture in
            try await fixture.send(
                .post, OAuthRoutes.tokenPath, headers: form, body: "grant_type=client_credentials")
        },
        Case("broken base64", 401, "invalid_client", "basic_malformed", says: "not valid base64") { fixture in
            var headers = form
            headers[.authorization] = "Basic ?????"
            return try await fixture.send(
                .post, OAuthRoutes.tokenPath, headers: headers, body: "grant_type=client_credentials")
        },
        Case("a wrong secret", 401, "invalid_client", "client_secret_mismatch", says: neutral) { fixture in
            try await fixture.tokenRequest(credentials(fixture.sandbox.id, foreignSecret()))
        },
        Case("a secret of another kind", 401, "invalid_client", "client_secret_mismatch", says: neutral) { fixture in
            try await fixture.tokenRequest(credentials(fixture.sandbox.id, "hunter2"))
        },
        Case("a mistyped secret", 401, "invalid_client", "client_secret_damaged", says: "checksum does not fit") {
            fixture in
            try await fixture.tokenRequest(credentials(fixture.sandbox.id, changed(fixture.sandbox.secret)))
        },
        Case(
            "a secret with a line break from echo", 401, "invalid_client", "client_secret_damaged", says: "printf"
        ) { fixture in
            try await fixture.tokenRequest(credentials(fixture.sandbox.id, fixture.sandbox.secret + "\n"))
        },
        Case("id and secret swapped", 401, "invalid_client", "credentials_swapped", says: "the other way round") {
            fixture in
            try await fixture.tokenRequest(credentials(fixture.sandbox.secret, fixture.sandbox.id))
        },
        Case("an unknown client", 401, "invalid_client", "client_unknown", says: neutral) { fixture in
            try await fixture.tokenRequest(credentials("cf_test_00000000000000000000", foreignSecret()))
        },
        Case("an id of another form", 401, "invalid_client", "client_unknown", says: neutral) { fixture in
            try await fixture.tokenRequest(credentials("partner", fixture.sandbox.secret))
        },
        Case("a client of another tenant", 401, "invalid_client", "client_unknown", says: neutral) { fixture in
            try await fixture.tokenRequest(host: "sandbox-zenith.example.test")
        },
        Case(
            "a sandbox credential on a production host", 401, "invalid_client",
            "sandbox_credentials_in_production", says: "is for the sandbox, and this host is production"
        ) { fixture in
            try await fixture.tokenRequest(host: "acme.example.test")
        },
        Case(
            "a production secret on a sandbox host", 401, "invalid_client", "production_credentials_in_sandbox",
            says: "is for production, and this host is the sandbox"
        ) { fixture in
            try await fixture.tokenRequest(credentials(fixture.sandbox.id, fixture.production.secret))
        },
        Case("an expired secret", 401, "invalid_client", "client_secret_expired", says: "expired at 2026-") {
            fixture in
            try await fixture.change(SetSecretExpiry(id: fixture.sandbox.secretID, expiresAt: fixture.now))
            return try await fixture.tokenRequest()
        },
        Case("a revoked secret", 401, "invalid_client", "client_secret_revoked", says: neutral) { fixture in
            try await fixture.change(RevokeSecret(id: fixture.sandbox.secretID))
            return try await fixture.tokenRequest()
        },
        Case("a secret before its time", 401, "invalid_client", "client_secret_not_yet_valid", says: neutral) {
            fixture in
            let secret = try await fixture.change(
                CreateSecret(
                    client: fixture.sandbox.id, notBefore: fixture.now.adding(seconds: 60), expiresAt: nil))
            return try await fixture.tokenRequest(credentials(fixture.sandbox.id, secret.secret.text.exposed))
        },
        Case("a suspended client", 401, "invalid_client", "client_suspended", says: neutral) { fixture in
            try await fixture.change(SetClientStatus(client: fixture.sandbox.id, status: .suspended))
            return try await fixture.tokenRequest()
        },
        Case("a suspended subscription", 401, "invalid_client", "subscription_suspended", says: "is suspended") {
            fixture in
            try await fixture.change(SetSubscriptionStatus(id: fixture.subscription.text, status: .suspended))
            return try await fixture.tokenRequest()
        },
        Case("an ended subscription", 401, "invalid_client", "subscription_ended", says: "has ended") { fixture in
            try await fixture.change(SetSubscriptionStatus(id: fixture.subscription.text, status: .ended))
            return try await fixture.tokenRequest()
        },
        Case("a suspended tenant", 401, "invalid_client", "tenant_suspended", says: "this API is suspended") {
            fixture in
            try await fixture.change(SetTenantStatus(name: "acme", status: .suspended))
            return try await fixture.tokenRequest()
        },
    ]

    private static let grantCases = [
        Case("a missing grant type", 400, "invalid_request", "grant_type_missing", says: "grant_type is missing") {
            fixture in try await fixture.tokenRequest(body: "scope=external")
        },
        Case(
            "another grant type", 400, "unsupported_grant_type", "grant_type_unsupported",
            says: "grant_type=client_credentials"
        ) {
            fixture in try await fixture.tokenRequest(body: "grant_type=password&username=a&password=b")
        },
        Case("a scope that does not exist", 400, "invalid_scope", "scope_unknown", says: "'nothing' does not exist") {
            fixture in try await fixture.tokenRequest(body: "grant_type=client_credentials&scope=external+nothing")
        },
        Case("a scope of another spelling", 400, "invalid_scope", "scope_unknown", says: "'External'") { fixture in
            try await fixture.tokenRequest(body: "grant_type=client_credentials&scope=External")
        },
        Case("a scope that is not the client's", 400, "invalid_scope", "scope_not_allowed", says: "'reports'") {
            fixture in try await fixture.tokenRequest(body: "grant_type=client_credentials&scope=reports")
        },
    ]

    @Test(arguments: cases)
    func `each fault has its status, code, words and kept reason`(_ fault: Case) async throws {
        let fixture = try await ServerFixture()
        let response = try await fault.request(fixture)
        #expect(response.status.code == fault.status)
        #expect(response.header("Content-Type") == "application/json")
        #expect(response.header("Cache-Control") == "no-store")
        #expect(response.header("Pragma") == "no-cache")
        #expect(try response.member("error") == fault.error)
        #expect(try response.member("error_description").contains(fault.says))
        #expect(try response.member("error_uri").hasSuffix("/docs/errors/\(fault.error)"))
        let members = try response.object()
        #expect(members.count == 3)
        #expect(
            (response.header("WWW-Authenticate")?.hasPrefix("Basic realm=\"") == true) == (fault.status == 401))
        #expect((response.header("Allow") == "POST") == (fault.status == 405))
        let requestID = try #require(response.header("X-Request-Id"))
        if fault.status != 405 {
            let kept = try #require(try fixture.journal.refusal(requestID: requestID))
            #expect(kept.reason == fault.reason)
            #expect(kept.status == fault.status)
            #expect(kept.endpoint == "token")
        }
    }

    @Test(arguments: cases)
    func `no fault leaves a credential in the log, the journal or the answer`(_ fault: Case) async throws {
        let fixture = try await ServerFixture()
        let response = try await fault.request(fixture)
        let entries = try fixture.journal.entries(matching: JournalQuery(limit: 1_000))
        let refusals = try fixture.journal.refusals(realm: "acme/sandbox", limit: 1_000)
        let written =
            fixture.logLines.all + entries.map { String(decoding: $0.body, as: UTF8.self) }
            + refusals.map { "\($0)" } + [response.text]
        for secret in [fixture.sandbox.secret, fixture.production.secret, "hunter2"] {
            #expect(written.allSatisfy { !$0.contains(secret) })
            #expect(written.allSatisfy { !$0.contains(basicText(fixture.sandbox)) })
        }
    }

    @Test func `an unknown client and a wrong secret are the same to the outside`() async throws {
        let fixture = try await ServerFixture()
        let unknown = try await fixture.tokenRequest(
            Self.credentials("cf_test_00000000000000000000", Self.foreignSecret()))
        let wrong = try await fixture.tokenRequest(Self.credentials(fixture.sandbox.id, Self.foreignSecret()))
        #expect(unknown.text == wrong.text)
        #expect(unknown.status == wrong.status)
        var (left, right) = (unknown.headers, wrong.headers)
        let id = try #require(HTTPField.Name("X-Request-Id"))
        left[id] = nil
        right[id] = nil
        #expect(left == right)
    }

    @Test func `what is told after the secret was verified is not told without it`() async throws {
        let fixture = try await ServerFixture()
        try await fixture.change(SetSubscriptionStatus(id: fixture.subscription.text, status: .ended))
        let response = try await fixture.tokenRequest(Self.credentials(fixture.sandbox.id, Self.foreignSecret()))
        #expect(try response.member("error_description").contains(Self.neutral))
    }

    @Test func `too many refusals of one client are answered 429, right requests go on`() async throws {
        let fixture = try await ServerFixture()
        let wrong = Self.credentials(fixture.sandbox.id, "hunter2")
        for _ in 0..<RefusalLimits.standard.byClientAndAddressPerMinute {
            #expect(try await fixture.tokenRequest(wrong).status == .unauthorized)
        }
        let response = try await fixture.tokenRequest(wrong)
        #expect(response.status == .tooManyRequests)
        #expect(response.header("Retry-After") == "60")
        #expect(try response.member("error") == "temporarily_unavailable")
        #expect(try await fixture.tokenRequest().status == .ok)
    }

    @Test func `every code has a page that explains it`() async throws {
        let fixture = try await ServerFixture()
        for code in OAuthError.Code.allCases {
            let page = try await fixture.send(.get, "/docs/errors/\(code.rawValue)")
            #expect(page.status == .ok)
            #expect(page.text.contains("What to do"))
        }
        #expect(try await fixture.send(.get, "/docs/errors/nothing").status == .notFound)
    }
}
