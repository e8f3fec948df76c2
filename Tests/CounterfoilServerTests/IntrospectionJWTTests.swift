import AuthorizationServer
import Cryptography
import Foundation
import HTTPTypes
import HummingbirdTesting
import JOSE
import NIOCore
import Registry
import Testing
import Timekeeping

@testable import CounterfoilServer

/// RFC 9701.
@Suite struct IntrospectionJWTTests {
    private static let mediaType = "application/token-introspection+jwt"

    private let fixture: ServerFixture

    init() async throws { fixture = try await ServerFixture() }

    private func caller(_ format: TokenFormat? = nil) async throws -> ServerFixture.Credentials {
        var settings = ClientSettingsChange.introspecting("external")
        if let format { settings.tokenFormat = .some(format) }
        let created = try await fixture.change(
            CreateClient(
                subscription: fixture.subscription.text, environment: .sandbox, name: "RS", scopes: [],
                tokenLifetimeSeconds: nil, settings: settings))
        return .init(
            id: created.client.id.text, secretID: "", secret: try created.firstSecret.secret.text.exposed)
    }

    private func introspect(
        _ token: String, as caller: ServerFixture.Credentials, accept: String
    ) async throws -> TestResponse {
        try await fixture.send(
            .post, OAuthRoutes.introspectionPath,
            headers: [
                .contentType: "application/x-www-form-urlencoded", .authorization: "Basic " + basicText(caller),
                .accept: accept,
            ], body: "token=\(token)")
    }

    private func verified(_ response: TestResponse) async throws -> (VerifiedJWS, JSONObject) {
        #expect(response.status == .ok)
        #expect(response.header("Content-Type") == Self.mediaType)
        #expect(response.header("Cache-Control") == "no-store")
        let keys = try await fixture.send(.get, OAuthRoutes.keySetPath)
        let set = try JSONWebKeySet(json: Array(keys.body.readableBytesView), reading: .strict)
        let jws = try CompactJWS(parsing: response.text).verify(with: set)
        return (jws, try #require(try jws.claims().object.object("token_introspection")))
    }

    @Test(arguments: [TokenFormat?.none, .sealed, .jwtES256, .jwtEdDSA, .jwtRS256])
    func `an answer is signed for the caller by the algorithm that the metadata lists`(
        _ format: TokenFormat?
    ) async throws {
        let caller = try await caller(format)
        let listed = try await fixture.send(.get, OAuthRoutes.metadataPaths[0]).object()[
            "introspection_signing_alg_values_supported"]
        let response = try await introspect(try await fixture.token(), as: caller, accept: Self.mediaType)
        let (jws, answer) = try await verified(response)
        let expected = format == nil || format == .sealed ? .jwtES256 : format
        #expect(jws.header.algorithm.rawValue == expected?.rawValue)
        #expect((listed as? [String])?.contains(jws.header.algorithm.rawValue) == true)
        #expect(jws.header.type == "token-introspection+jwt")
        let claims = try jws.claims()
        #expect(claims.issuer == "http://sandbox-acme.example.test/api/identity")
        #expect(claims.audience == [caller.id] && claims.subject == nil && claims.expiresAt == nil)
        #expect(claims.issuedAt?.secondsSince1970 == fixture.now.secondsSince1970)
        #expect(try answer.flag("active"))
        #expect(try answer.string("client_id") == fixture.sandbox.id)
        #expect(try answer.string("scope") == "external")
    }

    @Test(arguments: ["nonsense", String(repeating: "0", count: 64), "eyJhbGciOiJub25lIn0.e30."])
    func `an inactive token is exactly that inside too`(_ token: String) async throws {
        let (_, answer) = try await verified(
            try await introspect(token, as: try await caller(), accept: Self.mediaType))
        #expect(Set(answer.names) == ["active"])
        #expect(answer["active"] == .bool(false))
    }

    @Test func `an answer as a JWT is no access token`() async throws {
        let caller = try await caller(.jwtES256)
        let answer = try await introspect(try await fixture.token(), as: caller, accept: Self.mediaType).text
        #expect(try await fixture.patientsStatus(answer) == 401)
    }

    @Test(arguments: [
        ("*/*", false), ("application/json", false), ("", false), ("application/token-introspection+jwt;q=0", false),
        ("application/json, application/token-introspection+jwt", true),
        ("Application/Token-Introspection+JWT; q=0.5", true),
    ])
    func `the form is the one that was asked for`(_ accept: String, _ isJWT: Bool) async throws {
        let response = try await introspect("x", as: try await caller(), accept: accept)
        #expect(response.header("Content-Type") == (isJWT ? Self.mediaType : "application/json"))
        #expect((response.text == #"{"active":false}"#) == !isJWT)
    }
}
