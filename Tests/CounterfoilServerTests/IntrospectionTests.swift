import AuthorizationServer
import Cryptography
import Foundation
import HTTPTypes
import HummingbirdTesting
import Persistence
import Registry
import Testing
import Timekeeping

@testable import CounterfoilServer

/// RFC 7662.
@Suite struct IntrospectionTests {
    private static let inactive = #"{"active":false}"#

    /// A resource server of a tenant: a client that may introspect one resource and has no scope.
    private func resourceServer(
        in fixture: ServerFixture, tenant: String = "acme", environment: RealmEnvironment = .sandbox,
        introspects: String? = "external"
    ) async throws -> ServerFixture.Credentials {
        let subscription = try await fixture.change(
            CreateSubscription(tenant: tenant, partner: "RS", contact: "", scopes: [], withClients: false)
        ).subscription
        let created = try await fixture.change(
            CreateClient(
                subscription: subscription.id.text, environment: environment, name: "RS", scopes: [],
                tokenLifetimeSeconds: nil, settings: .introspecting(introspects)))
        return .init(
            id: created.client.id.text, secretID: try created.firstSecret.record.id.text,
            secret: try created.firstSecret.secret.text.exposed)
    }

    private func introspect(
        _ token: String, as caller: ServerFixture.Credentials, in fixture: ServerFixture,
        host: String = "sandbox-acme.example.test", more: String = ""
    ) async throws -> TestResponse {
        try await fixture.send(
            .post, OAuthRoutes.introspectionPath, host: host,
            headers: [
                .contentType: "application/x-www-form-urlencoded", .authorization: "Basic " + basicText(caller),
            ], body: "token=\(token)\(more)")
    }

    private func expectAnswer(_ response: TestResponse, _ text: String) {
        #expect(response.status == .ok)
        #expect(response.header("Content-Type") == "application/json")
        #expect(response.header("Cache-Control") == "no-store")
        #expect(response.text == text)
    }

    @Test(arguments: ["", "&token_type_hint=access_token", "&token_type_hint=refresh_token", "&token_type_hint=x"])
    func `an active token is told with all its members, whatever the hint`(_ hint: String) async throws {
        let fixture = try await ServerFixture()
        let caller = try await resourceServer(in: fixture)
        let token = try await fixture.token()
        let id = tokenIdentifier(try #require(Hexadecimal.decode(token)))
        let issued = fixture.now.secondsSince1970
        let client = fixture.sandbox.id
        let expected =
            #"{"active":true,"aud":"urn:counterfoil:acme:sandbox:external","client_id":"\#(client)","#
            + #""exp":\#(issued + 1_200),"iat":\#(issued),"#
            + #""iss":"http://sandbox-acme.example.test/api/identity","jti":"\#(id)","scope":"external","#
            + #""sub":"\#(client)","token_type":"Bearer"}"#
        expectAnswer(try await introspect(token, as: caller, in: fixture, more: hint), expected)
        expectAnswer(try await introspect(token.lowercased(), as: caller, in: fixture), expected)
        #expect(fixture.logLines.all.allSatisfy { !$0.contains(token) })
    }

    @Test(arguments: [
        "nonsense", String(repeating: "0", count: 64), String(repeating: "A", count: 65), "%20", "a.b.c",
        String(repeating: "F", count: 8_000),
    ])
    func `what is no token is inactive`(_ text: String) async throws {
        let fixture = try await ServerFixture()
        let caller = try await resourceServer(in: fixture)
        expectAnswer(try await introspect(text, as: caller, in: fixture), Self.inactive)
    }

    @Test func `a token of another realm is inactive, in every combination`() async throws {
        let fixture = try await ServerFixture()
        let hosts = [
            ("acme", RealmEnvironment.sandbox, "sandbox-acme.example.test"),
            ("acme", .production, "acme.example.test"), ("zenith", .sandbox, "sandbox-zenith.example.test"),
            ("zenith", .production, "zenith.example.test"),
        ]
        let token = try await fixture.token()
        for (tenant, environment, host) in hosts {
            let caller = try await resourceServer(in: fixture, tenant: tenant, environment: environment)
            let response = try await introspect(token, as: caller, in: fixture, host: host)
            #expect(response.status == .ok)
            #expect(try response.object()["active"] as? Bool == (host == "sandbox-acme.example.test"))
            #expect((response.text == Self.inactive) == (host != "sandbox-acme.example.test"))
        }
    }

    @Test func `a token for another resource is inactive`() async throws {
        let fixture = try await ServerFixture()
        let realm = try #require(RealmIdentifier(text: "acme/sandbox"))
        try await fixture.stores.registry.write { registry in
            try registry.insert(Resource(realm: realm, identifier: "https://other.example/", name: "Other"))
        }
        let caller = try await resourceServer(in: fixture, introspects: "https://other.example/")
        expectAnswer(try await introspect(try await fixture.token(), as: caller, in: fixture), Self.inactive)
    }

    @Test func `expired and revoked tokens are inactive at once`() async throws {
        let fixture = try await ServerFixture()
        let caller = try await resourceServer(in: fixture)
        let (expiring, revoked, retired) = (
            try await fixture.token(), try await fixture.token(), try await fixture.token()
        )
        let answer = try await fixture.send(
            .post, OAuthRoutes.revocationPath,
            headers: [
                .contentType: "application/x-www-form-urlencoded",
                .authorization: "Basic " + basicText(fixture.sandbox),
            ], body: "token=\(revoked)")
        #expect(answer.status == .ok)
        expectAnswer(try await introspect(revoked, as: caller, in: fixture), Self.inactive)
        fixture.advance(seconds: 1_200)
        _ = await fixture.assembly.changeFollower.follow(isJournalBehind: false)
        #expect(try await introspect(expiring, as: caller, in: fixture).object()["active"] as? Bool == true)
        try await fixture.change(RevokeClientTokens(client: fixture.sandbox.id))
        expectAnswer(try await introspect(retired, as: caller, in: fixture), Self.inactive)
        fixture.advance(seconds: 1)
        _ = await fixture.assembly.changeFollower.follow(isJournalBehind: false)
        expectAnswer(try await introspect(expiring, as: caller, in: fixture), Self.inactive)
    }

    @Test func `a caller without the right learns nothing, not even of its own token`() async throws {
        let fixture = try await ServerFixture()
        let token = try await fixture.token()
        expectAnswer(try await introspect(token, as: fixture.sandbox, in: fixture), Self.inactive)
    }

    @Test func `the right to introspect opens nothing else`() async throws {
        let fixture = try await ServerFixture()
        let caller = try await resourceServer(in: fixture)
        let response = try await fixture.tokenRequest(caller)
        #expect(response.status == .badRequest)
        #expect(try response.member("error") == "invalid_scope")
    }

    @Test func `without word from the store for too long nothing is called inactive`() async throws {
        let fixture = try await ServerFixture()
        let caller = try await resourceServer(in: fixture)
        let token = try await fixture.token()
        fixture.advance(seconds: 31)
        let response = try await introspect(token, as: caller, in: fixture)
        #expect(response.status == .serviceUnavailable)
        #expect(response.header("Retry-After") == "1")
        #expect(try response.member("error") == "temporarily_unavailable")
    }

    @Test func `a request without a token, without credentials, or by GET is refused`() async throws {
        let fixture = try await ServerFixture()
        let caller = try await resourceServer(in: fixture)
        let missing = try await introspect("", as: caller, in: fixture)
        #expect(missing.status == .badRequest)
        #expect(try missing.member("error") == "invalid_request")
        let anonymous = try await fixture.send(
            .post, OAuthRoutes.introspectionPath, headers: [.contentType: "application/x-www-form-urlencoded"],
            body: "token=\(try await fixture.token())")
        #expect(anonymous.status == .unauthorized)
        #expect(try anonymous.member("error") == "invalid_client")
        let get = try await fixture.send(.get, OAuthRoutes.introspectionPath + "?token=x")
        #expect(get.status == .methodNotAllowed)
        #expect(get.header("Allow") == "POST")
    }
}
