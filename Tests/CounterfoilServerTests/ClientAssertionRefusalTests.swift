import AuthorizationServer
import Crypto
import Cryptography
import Foundation
import HTTPTypes
import HummingbirdTesting
import JOSE
import Journal
import JournalTesting
import Registry
import Testing
import Timekeeping

@testable import CounterfoilServer

/// Every way in which a client assertion can be wrong: the answer, and the exact reason kept for the operator.
@Suite struct ClientAssertionRefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reason: String
        let says: String
        let status: Int
        let request: @Sendable (ServerFixture, AssertingClient) async throws -> TestResponse

        init(
            _ name: String, _ reason: String, says: String, status: Int = 401,
            _ request: @escaping @Sendable (ServerFixture, AssertingClient) async throws -> TestResponse
        ) {
            testDescription = name
            self.reason = reason
            self.says = says
            self.status = status
            self.request = request
        }
    }

    /// A case whose assertion is all that matters.
    private static func sent(
        _ name: String, _ reason: String, says: String,
        _ assertion: @escaping @Sendable (AssertingClient, Timestamp) throws -> String
    ) -> Case {
        Case(name, reason, says: says) { fixture, client in
            try await fixture.post(try assertion(client, fixture.now))
        }
    }

    private static let neutral = "no such client here, or not with this key"
    private static let start = ServerFixture.start.secondsSince1970

    static let cases = formCases + keyCases + claimCases + standingCases

    private static let formCases = [
        sent("alg none", "client_assertion_algorithm_unsupported", says: "not one of") { client, now in
            let payload = try JSONSerialization.data(withJSONObject: client.claims(at: now))
            return Base64URL.encode(Array(#"{"alg":"none"}"#.utf8)) + "." + Base64URL.encode(Array(payload)) + "."
        },
        sent("HMAC keyed by the public key", "client_assertion_algorithm_unsupported", says: "not one of") {
            client, now in
            let payload = try JSONSerialization.data(withJSONObject: client.claims(at: now))
            let text =
                Base64URL.encode(Array(#"{"alg":"HS256","kid":"\#(client.key.publicKey.thumbprint)"}"#.utf8)) + "."
                + Base64URL.encode(Array(payload))
            let mac = HMAC<SHA256>.authenticationCode(
                for: Data(text.utf8), using: SymmetricKey(data: client.key.publicKey.json.bytes))
            return text + "." + Base64URL.encode(Array(mac))
        },
        sent("crit", "client_assertion_critical_extension", says: "crit") { client, now in
            try client.assertion(at: now, headerMembers: #""crit":["exp"]"#)
        },
        sent("b64", "client_assertion_critical_extension", says: "b64") { client, now in
            try client.assertion(at: now, headerMembers: #""b64":false"#)
        },
        sent("its own key", "client_assertion_key_in_header", says: "only registered keys") { client, now in
            let jwk = String(decoding: client.key.publicKey.json.bytes, as: UTF8.self)
            return try client.assertion(at: now, headerMembers: #""jwk":\#(jwk)"#)
        },
        sent("x5u", "client_assertion_key_in_header", says: "only registered keys") { client, now in
            try client.assertion(at: now, headerMembers: #""x5u":"https://attacker.example/c""#)
        },
        sent("x5c", "client_assertion_key_in_header", says: "only registered keys") { client, now in
            try client.assertion(at: now, headerMembers: #""x5c":["MIIB"]"#)
        },
        sent("another typ", "client_assertion_type_foreign", says: "typ") { client, now in
            try client.key.sign(Array(JSONSerialization.data(withJSONObject: client.claims(at: now))), type: "at+jwt")
        },
        sent("a header with a member twice", "client_assertion_malformed", says: "same member twice") { client, now in
            try client.assertion(at: now, headerMembers: #""alg":"ES256""#)
        },
        sent("a claim twice", "client_assertion_malformed", says: "same member twice") { client, now in
            try client.signed(
                header: #"{"alg":"ES256"}"#,
                payload: #"{"iss":"\#(client.id)","sub":"\#(client.id)","sub":"\#(client.id)"}"#)
        },
        sent("a header of 5 KiB", "client_assertion_malformed", says: "header is longer") { client, now in
            try client.assertion(at: now, headerMembers: #""x":"\#(String(repeating: "a", count: 5_000))""#)
        },
        sent("deep nesting", "client_assertion_malformed", says: "too deep") { client, now in
            let depth = 1_000
            let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            return try client.signed(header: #"{"alg":"ES256"}"#, payload: #"{"sub":"\#(client.id)","x":\#(nested)}"#)
        },
        sent("no JWT", "client_assertion_malformed", says: "three parts") { _, _ in "nonsense" },
        sent("five parts", "client_assertion_malformed", says: "three parts") { _, _ in "a.b.c.d.e" },
        sent("a list as iss", "client_assertion_malformed", says: "iss") { client, now in
            try client.assertion(at: now, ["iss": [client.id]])
        },
        sent("no sub", "client_assertion_claim_missing", says: "both iss and sub") { client, now in
            try client.assertion(at: now, ["sub": nil])
        },
        sent("no iss", "client_assertion_claim_missing", says: "both iss and sub") { client, now in
            try client.assertion(at: now, ["iss": nil])
        },
        sent("another iss", "client_assertion_issuer_mismatch", says: "differ") { client, now in
            try client.assertion(at: now, ["iss": "https://elsewhere.example"])
        },
        Case("1 MiB of header", "body_too_large", says: "larger than", status: 413) { fixture, client in
            let member = #""x":"\#(String(repeating: "a", count: 1_048_576))""#
            return try await fixture.post(try client.assertion(at: fixture.now, headerMembers: member))
        },
        Case("another type of assertion", "client_assertion_type_unsupported", says: "must be urn:ietf") {
            fixture, client in
            try await fixture.send(
                .post, OAuthRoutes.tokenPath, headers: [.contentType: "application/x-www-form-urlencoded"],
                body: "grant_type=client_credentials&client_assertion_type=jwt&client_assertion="
                    + (try client.assertion(at: fixture.now)))
        },
        Case("a secret beside it", "two_authentication_methods", says: "Send one of", status: 400) {
            fixture, client in
            try await fixture.post(
                try client.assertion(at: fixture.now),
                form: "grant_type=client_credentials&client_secret=\(fixture.sandbox.secret)")
        },
        Case("Basic beside it", "two_authentication_methods", says: "Send one of", status: 400) { fixture, client in
            try await fixture.post(
                try client.assertion(at: fixture.now),
                headers: [.authorization: "Basic " + basicText(fixture.sandbox)])
        },
    ]

    private static let keyCases = [
        sent("a foreign kid", "client_assertion_key_unknown", says: neutral) { client, now in
            let payload = try JSONSerialization.data(withJSONObject: client.claims(at: now))
            return try client.signed(
                header: #"{"alg":"ES256","kid":"other"}"#, payload: String(decoding: payload, as: UTF8.self))
        },
        sent("the algorithm of another key", "client_assertion_key_unknown", says: neutral) { client, now in
            let payload = try JSONSerialization.data(withJSONObject: client.claims(at: now))
            return try client.signed(
                header: #"{"alg":"RS256","kid":"\#(client.key.publicKey.thumbprint)"}"#,
                payload: String(decoding: payload, as: UTF8.self))
        },
        sent("another key under the client's kid", "client_assertion_signature_invalid", says: neutral) {
            client, now in
            let payload = try JSONSerialization.data(withJSONObject: client.claims(at: now))
            return try AssertingClient(id: client.id, key: try SigningKey.generate(.es256)).signed(
                header: #"{"alg":"ES256","kid":"\#(client.key.publicKey.thumbprint)"}"#,
                payload: String(decoding: payload, as: UTF8.self))
        },
        sent("a changed payload", "client_assertion_signature_invalid", says: neutral) { client, now in
            var parts = try client.assertion(at: now).split(separator: ".").map(String.init)
            let payload = try JSONSerialization.data(withJSONObject: client.claims(at: now))
            parts[1] = Base64URL.encode(Array(payload))
            return parts.joined(separator: ".")
        },
        sent("a foreign jku", "client_assertion_key_url_foreign", says: neutral) { client, now in
            try client.assertion(at: now, headerMembers: #""jku":"https://attacker.example/keys""#)
        },
        sent("an unknown client", "client_unknown", says: neutral) { client, now in
            try AssertingClient(id: "cf_test_00000000000000000000", key: client.key).assertion(at: now)
        },
        Case("a client without keys", "client_keys_missing", says: neutral) { fixture, client in
            try await fixture.post(
                try AssertingClient(id: fixture.sandbox.id, key: client.key).assertion(at: fixture.now))
        },
        Case("a client of production", "production_credentials_in_sandbox", says: "is for production") {
            fixture, client in
            try await fixture.post(
                try AssertingClient(id: fixture.production.id, key: client.key).assertion(at: fixture.now))
        },
        sent("wrong times, signed by another key", "client_assertion_signature_invalid", says: neutral) {
            client, now in
            let payload = try JSONSerialization.data(withJSONObject: client.claims(at: now, ["exp": 1]))
            return try AssertingClient(id: client.id, key: try SigningKey.generate(.es256)).signed(
                header: #"{"alg":"ES256"}"#, payload: String(decoding: payload, as: UTF8.self))
        },
    ]

    private static func claim(
        _ name: String, _ reason: String, says: String, _ changes: [String: (any Sendable)?]
    ) -> Case {
        sent(name, "client_assertion_" + reason, says: says) { client, now in
            try client.assertion(at: now, changes)
        }
    }

    private static let claimCases = [
        claim("expired 61 s ago", "expired", says: "expired at 2026", ["exp": start - 61]),
        claim("expired 5 minutes ago", "expired", says: "expired at 2026", ["exp": start - 300]),
        claim("good for an hour", "expires_late", says: "300 s ahead at most", ["exp": start + 3_600]),
        claim("no exp", "claim_missing", says: "needs exp", ["exp": nil]),
        claim("an exp that is text", "malformed", says: "exp", ["exp": "tomorrow"]),
        claim("not yet valid", "not_yet_valid", says: "(nbf)", ["nbf": start + 61]),
        claim("issued in future", "issued_in_future", says: "(iat)", ["iat": start + 61]),
        claim("issued a day ago", "issued_long_ago", says: "(iat)", ["iat": start - 86_400]),
        claim("no jti", "identifier_missing", says: "needs a jti", ["jti": nil]),
        claim("an empty jti", "identifier_missing", says: "needs a jti", ["jti": ""]),
        claim(
            "a jti of 257 bytes", "identifier_missing", says: "1 to 256 bytes",
            ["jti": String(repeating: "a", count: 257)]),
        claim("no aud", "audience_foreign", says: "must be one string", ["aud": nil]),
        claim(
            "a list of two as aud", "audience_foreign", says: "must be one string",
            ["aud": [AssertingClient.issuer, "https://elsewhere.example"]]),
        claim(
            "a list of one as aud", "audience_foreign", says: "must be one string", ["aud": [AssertingClient.issuer]]),
        claim(
            "another realm's aud", "audience_foreign", says: "must be one string",
            ["aud": "http://sandbox-zenith.example.test/api/identity"]),
        claim(
            "the aud of the production realm", "audience_foreign", says: "must be one string",
            ["aud": "http://acme.example.test/api/identity"]),
        claim(
            "another server's aud", "audience_foreign", says: "must be one string",
            ["aud": "https://elsewhere.example/api/identity"]),
        claim(
            "an aud that only begins right", "audience_foreign", says: "must be one string",
            ["aud": AssertingClient.issuer + "/more"]),
        claim("an aud that is only the path", "audience_foreign", says: "must be one string", ["aud": Issuer.path]),
    ]

    private static let standingCases = [
        Case("an assertion that was used", "client_assertion_replayed", says: "was used before") { fixture, client in
            let assertion = try client.assertion(at: fixture.now)
            #expect(try await fixture.post(assertion).status == .ok)
            return try await fixture.post(assertion)
        },
        Case("a used one shortly before it is forgotten", "client_assertion_replayed", says: "was used before") {
            fixture, client in
            let assertion = try client.assertion(at: fixture.now)
            #expect(try await fixture.post(assertion).status == .ok)
            await fixture.pass(seconds: 359)
            return try await fixture.post(assertion)
        },
        Case("a method that is not the client's", "authentication_method_not_allowed", says: "It may use: client_s") {
            fixture, client in
            var settings = ClientSettingsChange()
            settings.authenticationMethods = [.clientSecretPost]
            try await fixture.change(
                UpdateClient(
                    client: client.id, name: nil, scopes: nil, tokenLifetimeSeconds: nil, settings: settings))
            return try await fixture.post(try client.assertion(at: fixture.now))
        },
        Case("a suspended client", "client_suspended", says: neutral) { fixture, client in
            try await fixture.change(SetClientStatus(client: client.id, status: .suspended))
            return try await fixture.post(try client.assertion(at: fixture.now))
        },
        Case("a suspended subscription", "subscription_suspended", says: "is suspended") { fixture, client in
            try await fixture.change(SetSubscriptionStatus(id: fixture.subscription.text, status: .suspended))
            return try await fixture.post(try client.assertion(at: fixture.now))
        },
        Case("a suspended tenant", "tenant_suspended", says: "this API is suspended") { fixture, client in
            try await fixture.change(SetTenantStatus(name: "acme", status: .suspended))
            return try await fixture.post(try client.assertion(at: fixture.now))
        },
    ]

    @Test(arguments: cases)
    func `each fault has its status, words and kept reason, and leaves nothing secret behind`(
        _ fault: Case
    ) async throws {
        let fixture = try await ServerFixture()
        let client = try await fixture.assertingClient()
        let response = try await fault.request(fixture, client)
        #expect(response.status.code == fault.status)
        let code = fault.status == 401 ? "invalid_client" : "invalid_request"
        #expect(try response.member("error") == code)
        #expect(try response.member("error_description").contains(fault.says), "\(response.text)")
        let requestID = try #require(response.header("X-Request-Id"))
        let kept = try #require(try fixture.journal.refusal(requestID: requestID))
        #expect(kept.reason == fault.reason, "\(kept)")
        let written = fixture.logLines.all + ["\(kept)", response.text]
        #expect(written.allSatisfy { !$0.contains("eyJ") && !$0.contains(fixture.sandbox.secret) })
    }

    @Test func `an unknown client and a wrong signature are the same to the outside`() async throws {
        let fixture = try await ServerFixture()
        let client = try await fixture.assertingClient()
        let stranger = try SigningKey.generate(.es256)
        let unknown = AssertingClient(id: "cf_test_00000000000000000000", key: stranger)
        let left = try await fixture.post(try unknown.assertion(at: fixture.now))
        let right = try await fixture.post(
            try AssertingClient(id: client.id, key: stranger).assertion(at: fixture.now))
        #expect(left.text == right.text)
        #expect(left.status == right.status)
    }

    @Test func `a secret of a client that uses none any more is refused with what it may use`() async throws {
        let fixture = try await ServerFixture()
        let key = try SigningKey.generate(.es256)
        try await fixture.change(
            UpdateClient(
                client: fixture.sandbox.id, name: nil, scopes: nil, tokenLifetimeSeconds: nil,
                settings: ServerFixture.settings([key.publicKey])))
        let response = try await fixture.tokenRequest()
        #expect(response.status == .unauthorized)
        #expect(try response.member("error_description").contains("It may use: private_key_jwt."))
    }

    @Test func `an assertion used before a restart is refused after it`() async throws {
        let fixture = try await ServerFixture()
        let client = try await fixture.assertingClient()
        let assertion = try client.assertion(at: fixture.now)
        #expect(try await fixture.post(assertion).status == .ok)
        let restarted = try await fixture.restarted()
        let response = try await fixture.send(
            .post, OAuthRoutes.tokenPath, host: AssertingClient.host,
            headers: [.contentType: "application/x-www-form-urlencoded"],
            bytes: Array(
                ("grant_type=client_credentials&client_assertion_type=\(AssertingClient.assertionType)"
                    + "&client_assertion=\(assertion)").utf8), to: restarted.publicPipeline)
        #expect(response.status == .unauthorized)
        #expect(try response.member("error_description").contains("was used before"))
    }
}
