import AuthorizationServer
import Cryptography
import Foundation
import HTTPTypes
import HummingbirdTesting
import JOSE
import Journal
import JournalTesting
import NIOCore
import Persistence
import Registry
import Testing
import Timekeeping

@testable import CounterfoilServer

/// RFC 9068 from the token endpoint to the API.
@Suite struct JWTAccessTokenTests {
    private let fixture: ServerFixture

    init() async throws { fixture = try await ServerFixture() }

    private func use(_ format: TokenFormat?, for client: String? = nil) async throws {
        var settings = ClientSettingsChange()
        settings.tokenFormat = .some(format)
        try await fixture.change(
            UpdateClient(
                client: client ?? fixture.sandbox.id, name: nil, scopes: nil, tokenLifetimeSeconds: nil,
                settings: settings))
    }

    private func keySet(host: String = "sandbox-acme.example.test") async throws -> JSONWebKeySet {
        let response = try await fixture.send(.get, OAuthRoutes.keySetPath, host: host)
        #expect(response.status == .ok)
        return try JSONWebKeySet(json: Array(response.body.readableBytesView), reading: .strict)
    }

    private func caller() async throws -> ServerFixture.Credentials {
        let created = try await fixture.change(
            CreateClient(
                subscription: fixture.subscription.text, environment: .sandbox, name: "RS", scopes: [],
                tokenLifetimeSeconds: nil, settings: .introspecting("external")))
        return .init(
            id: created.client.id.text, secretID: "", secret: try created.firstSecret.secret.text.exposed)
    }

    private func post(
        _ path: String, _ body: String, as client: ServerFixture.Credentials, host: String = "sandbox-acme.example.test"
    ) async throws -> TestResponse {
        try await fixture.send(
            .post, path, host: host,
            headers: [
                .contentType: "application/x-www-form-urlencoded", .authorization: "Basic " + basicText(client),
            ], body: body)
    }

    @Test(arguments: [TokenFormat.jwtES256, .jwtEdDSA, .jwtRS256])
    func `a client's own form is used, verified by the JWK set, and good at the API`(
        _ format: TokenFormat
    ) async throws {
        try await use(format)
        let response = try await fixture.tokenRequest()
        #expect(response.status == .ok)
        #expect(try response.member("token_type") == "Bearer")
        #expect(try response.member("scope") == "external")
        #expect(try response.object()["expires_in"] as? Int == 1_200)
        let token = try response.member("access_token")
        let verified = try CompactJWS(parsing: token).verify(with: try await keySet())
        #expect(verified.header.algorithm.rawValue == format.rawValue)
        #expect(verified.header.type == "at+jwt")
        let claims = try verified.claims()
        #expect(claims.issuer == "http://sandbox-acme.example.test/api/identity")
        #expect(claims.audience == ["urn:counterfoil:acme:sandbox:external"] && claims.audienceIsOneString)
        #expect(claims.subject == fixture.sandbox.id)
        #expect(try claims.object.string("client_id") == fixture.sandbox.id)
        #expect(try claims.object.string("scope") == "external")
        #expect(claims.issuedAt?.secondsSince1970 == fixture.now.secondsSince1970)
        #expect(claims.expiresAt?.secondsSince1970 == fixture.now.secondsSince1970 + 1_200)
        #expect(claims.identifier?.count == 32)
        #expect(
            Set(claims.object.names) == [
                "iss", "sub", "aud", "client_id", "scope", "jti", "iat", "exp", "cf_lineage",
            ])
        #expect(try await fixture.patientsStatus(token) == 200)
        #expect(try await fixture.patientsStatus(token, host: "acme.example.test") == 401)
        fixture.advance(seconds: 1_200)
        _ = await fixture.assembly.changeFollower.follow(isJournalBehind: false)
        #expect(try await fixture.patientsStatus(token) == 401)
        #expect(fixture.logLines.all.allSatisfy { !$0.contains(token) })
    }

    @Test func `the entry of an issued JWT names its jti, form and key`() async throws {
        try await use(.jwtES256)
        let token = try await fixture.token()
        let jws = try CompactJWS(parsing: token)
        let entry = try #require(
            try fixture.journal.entries(matching: JournalQuery(kind: .tokenIssued)).first?.entry())
        #expect(entry["token_id"] == .text(try #require(try jws.unverifiedClaims().identifier)))
        #expect(entry["token_format"] == .text("ES256"))
        #expect(entry["kid"] == .text(try #require(jws.header.keyID)))
        #expect(entry["client_id"] == .text(fixture.sandbox.id))
    }

    @Test func `a client without a form of its own gets that of the resource`() async throws {
        let realms = ["acme/sandbox", "acme/production"].compactMap(RealmIdentifier.init(text:))
        try await fixture.stores.registry.write { registry in
            for realm in realms {
                let other = Resource(
                    realm: realm, identifier: "https://other.example/", name: "Other", tokenFormat: .jwtEdDSA)
                try registry.insert(other)
                try registry.insert(
                    Scope(realm: realm, name: try ScopeName("other"), description: "O", resource: other.identifier))
            }
        }
        let made = try await fixture.change(
            CreateSubscription(
                tenant: "acme", partner: "Both", contact: "", scopes: ["other", "external"], withClients: true))
        let client = try #require(made.clients.first)
        let credentials = ServerFixture.Credentials(
            id: client.client.id.text, secretID: "", secret: try client.firstSecret.secret.text.exposed)
        let jwt = try await fixture.tokenRequest(credentials, body: "grant_type=client_credentials&scope=other")
        #expect(try CompactJWS(parsing: try jwt.member("access_token")).header.algorithm == .edDSA)
        #expect(try await fixture.patientsStatus(try jwt.member("access_token")) == 401)
        let sealed = try await fixture.tokenRequest(credentials, body: "grant_type=client_credentials&scope=external")
        #expect(try sealed.member("access_token").count == 64)
    }

    @Test func `a JWT is introspected by its resource's server, and by no other`() async throws {
        try await use(.jwtES256)
        let token = try await fixture.token()
        let answer = try await post(OAuthRoutes.introspectionPath, "token=\(token)", as: try await caller()).object()
        #expect(answer["active"] as? Bool == true)
        #expect(answer["client_id"] as? String == fixture.sandbox.id)
        #expect(answer["iss"] as? String == "http://sandbox-acme.example.test/api/identity")
        #expect(answer["jti"] as? String == (try CompactJWS(parsing: token).unverifiedClaims().identifier))
        #expect(answer["cf_lineage"] == nil)
        let stranger = try await post(OAuthRoutes.introspectionPath, "token=\(token)", as: fixture.sandbox)
        #expect(stranger.text == #"{"active":false}"#)
    }

    @Test func `a JWT that its client revokes is refused at once, its other tokens are not`() async throws {
        try await use(.jwtES256)
        let (token, other) = (try await fixture.token(), try await fixture.token())
        #expect(try await post(OAuthRoutes.revocationPath, "token=\(token)", as: try await caller()).status == .ok)
        #expect(try await fixture.patientsStatus(token) == 200)
        #expect(try await post(OAuthRoutes.revocationPath, "token=\(token)", as: fixture.sandbox).status == .ok)
        #expect(try await fixture.patientsStatus(token) == 401)
        #expect(try await fixture.patientsStatus(other) == 200)
        try await fixture.change(RevokeClientTokens(client: fixture.sandbox.id))
        #expect(try await fixture.patientsStatus(other) == 401)
        #expect(try await fixture.patientsStatus(try await fixture.token()) == 200)
    }

    @Test func `a realm without keys that sign gets one when it is needed, and one only`() async throws {
        let realm = try #require(RealmIdentifier(text: "acme/sandbox"))
        let now = fixture.now
        try await fixture.stores.registry.write { registry in
            for var key in try registry.listKeys(realm) where key.use != .sealedToken {
                (key.state, key.wrapped, key.destroyedAt) = (.destroyed, [], now)
                try registry.update(key)
            }
        }
        #expect(try await fixture.change(RevokeClientTokens(client: fixture.sandbox.id)).status == .active)
        #expect(try await keySet().keys.isEmpty)
        try await use(.jwtES256)
        let tokens = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<8 { group.addTask { try await fixture.token() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for token in tokens { #expect(try await fixture.patientsStatus(token) == 200) }
        let keys = try await fixture.stores.registry.read { registry in try registry.listKeys(realm) }
        #expect(keys.filter { $0.use == .signES256 && $0.state == .active }.count == 1)
    }

    @Test func `the JWK set is what any page may read and keep for five minutes`() async throws {
        let response = try await fixture.send(.get, OAuthRoutes.keySetPath)
        #expect(response.header("Content-Type") == "application/json")
        #expect(response.header("Cache-Control") == "public, max-age=300")
        #expect(response.header("Access-Control-Allow-Origin") == "*")
        let tag = try #require(response.header("ETag"))
        let again = try await fixture.send(.get, OAuthRoutes.keySetPath, headers: [.ifNoneMatch: tag])
        #expect(again.status == .notModified)
        #expect(try await keySet().keys.map(\.algorithm).contains(.es256))
        #expect(!response.text.contains("\"d\""))
        let other = try await keySet(host: "acme.example.test").keys.map(\.keyID)
        #expect(Set(other).isDisjoint(with: try await keySet().keys.map(\.keyID)))
    }
}
