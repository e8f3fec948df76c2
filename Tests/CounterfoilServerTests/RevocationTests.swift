import AuthorizationServer
import Cryptography
import HTTPTypes
import HummingbirdTesting
import Journal
import JournalTesting
import Persistence
import Registry
import Testing
import Timekeeping
import Tokens

@testable import CounterfoilServer

/// RFC 7009.
@Suite struct RevocationTests {
    private func revoke(
        _ token: String, as credentials: ServerFixture.Credentials? = nil, in fixture: ServerFixture,
        host: String = "sandbox-acme.example.test", more: String = "", headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        var headers = headers
        headers[.contentType] = "application/x-www-form-urlencoded"
        headers[.authorization] = headers[.authorization] ?? "Basic " + basicText(credentials ?? fixture.sandbox)
        return try await fixture.send(
            .post, OAuthRoutes.revocationPath, host: host, headers: headers, body: "token=\(token)\(more)")
    }

    private func expectDone(_ response: TestResponse) {
        #expect(response.status == .ok)
        #expect(response.text.isEmpty)
        #expect(response.header("Content-Type") == nil)
        #expect(response.header("Cache-Control") == "no-store")
        #expect(response.header("X-Request-Id")?.count == 32)
    }

    /// Another client of the same subscription and realm.
    private func secondClient(of fixture: ServerFixture) async throws -> ServerFixture.Credentials {
        let created = try await fixture.change(
            CreateClient(
                subscription: fixture.subscription.text, environment: .sandbox, name: "Second", scopes: [],
                tokenLifetimeSeconds: nil))
        return .init(
            id: created.client.id.text, secretID: try created.firstSecret.record.id.text,
            secret: try created.firstSecret.secret.text.exposed)
    }

    private func changes(of kind: String, in fixture: ServerFixture) async throws -> [Change] {
        try await fixture.stores.registry.read { registry in try registry.listChanges(after: 0, limit: 1_000) }
            .filter { $0.kind == kind }
    }

    @Test(arguments: ["", "&token_type_hint=access_token", "&token_type_hint=refresh_token", "&token_type_hint=x"])
    func `a revoked token is refused by the very next call, whatever the hint`(_ hint: String) async throws {
        let fixture = try await ServerFixture()
        let (token, other) = (try await fixture.token(), try await fixture.token())
        expectDone(try await revoke(token, in: fixture, more: hint))
        #expect(try await fixture.patientsStatus(token) == 401)
        #expect(try await fixture.patientsStatus(token.lowercased()) == 401)
        #expect(try await fixture.patientsStatus(other) == 200)
    }

    @Test func `credentials in the body do too, and the token may be in lower case`() async throws {
        let fixture = try await ServerFixture()
        let token = try await fixture.token()
        let (id, secret) = (fixture.sandbox.id, fixture.sandbox.secret)
        expectDone(
            try await fixture.send(
                .post, OAuthRoutes.revocationPath, headers: [.contentType: "application/x-www-form-urlencoded"],
                body: "client_id=\(id)&client_secret=\(secret)&token=\(token.lowercased())"))
        #expect(try await fixture.patientsStatus(token) == 401)
    }

    @Test func `a client revokes only its own tokens, and does not learn whether there are others`() async throws {
        let fixture = try await ServerFixture()
        let token = try await fixture.token()
        let second = try await secondClient(of: fixture)
        expectDone(try await revoke(token, as: second, in: fixture))
        #expect(try await fixture.patientsStatus(token) == 200)
        let live = try await fixture.token(fixture.production, host: "acme.example.test")
        expectDone(try await revoke(live, in: fixture))
        #expect(try await fixture.patientsStatus(live, host: "acme.example.test") == 200)
        #expect(try await changes(of: "token.revoked", in: fixture).isEmpty)
    }

    @Test(arguments: [
        "nonsense", String(repeating: "0", count: 64), String(repeating: "A", count: 63), "%20", "a.b.c",
        String(repeating: "F", count: 8_000),
    ])
    func `what is no token of this realm is answered 200 and leaves nothing behind`(_ text: String) async throws {
        let fixture = try await ServerFixture()
        expectDone(try await revoke(text, in: fixture))
        #expect(try await changes(of: "token.revoked", in: fixture).isEmpty)
    }

    @Test func `an expired token leaves nothing behind`() async throws {
        let fixture = try await ServerFixture()
        let token = try await fixture.token()
        fixture.advance(seconds: 1_201)
        _ = await fixture.assembly.changeFollower.follow(isJournalBehind: false)
        expectDone(try await revoke(token, in: fixture))
        #expect(try await changes(of: "token.revoked", in: fixture).isEmpty)
    }

    @Test func `one row of the change table tells who revoked what, once, and the journal takes it in`() async throws {
        let fixture = try await ServerFixture()
        let token = try await fixture.token()
        let id = tokenIdentifier(try #require(Hexadecimal.decode(token)))
        let answer = try await revoke(token, in: fixture)
        expectDone(try await revoke(token, in: fixture))
        let rows = try await changes(of: "token.revoked", in: fixture)
        let row = try #require(rows.first)
        #expect(rows.count == 1)
        #expect(row.actor == Actor("client:\(fixture.sandbox.id)"))
        #expect(row.realm?.description == "acme/sandbox")
        #expect(row.subject == id)
        #expect(row.after["token_id"] == id)
        #expect(row.after["until"] == fixture.now.adding(seconds: 1_200).description)
        #expect(row.after["client_id"] == fixture.sandbox.id)
        #expect(row.after["request_id"] == answer.header("X-Request-Id"))
        #expect(!"\(row)".contains(token))
        #expect(await fixture.assembly.changeFollower.follow(isJournalBehind: true) == false)
        let entry = try fixture.journal.entries(matching: JournalQuery(kind: .tokenRevoked)).first?.entry()
        #expect(entry?["subject"] == .text(id))
    }

    @Test func `a revocation outlives the server, to the last second of the token`() async throws {
        let fixture = try await ServerFixture()
        let token = try await fixture.token()
        expectDone(try await revoke(token, in: fixture))
        let realm = try #require(RealmIdentifier(text: "acme/sandbox"))
        fixture.advance(seconds: 1_200)
        let now = fixture.now
        try await fixture.stores.registry.write { registry in try registry.deleteExpired(at: now) }
        let again = RealmTokensDirectory(
            store: fixture.stores.registry, rootKey: fixture.stores.rootKey, timeSource: .init { now })
        let sealed = try #require(SealedToken(text: token))
        #expect(try await again.tokens(of: realm).revocations.isRevoked(sealed.identifier, at: now))
        try await fixture.stores.registry.write { registry in
            try registry.deleteExpired(at: now.adding(seconds: 1))
        }
        #expect(
            try await fixture.stores.registry.read { registry in
                try registry.findRevokedToken(sealed.identifier.text, realm: realm)
            } == nil)
    }

    @Test func `revoking all tokens of a client leaves its credentials as they are`() async throws {
        let fixture = try await ServerFixture()
        let token = try await fixture.token()
        try await fixture.change(RevokeClientTokens(client: fixture.sandbox.id))
        #expect(try await fixture.patientsStatus(token) == 401)
        expectDone(try await revoke(token, in: fixture))
        #expect(try await fixture.patientsStatus(fixture.token()) == 200)
        #expect(try await changes(of: "client.tokens_revoked", in: fixture).map(\.subject) == [fixture.sandbox.id])
    }

    @Test func `a request without a token says so`() async throws {
        let fixture = try await ServerFixture()
        let response = try await revoke("", in: fixture)
        #expect(response.status == .badRequest)
        #expect(response.header("Cache-Control") == "no-store")
        #expect(
            response.text
                == #"{"error":"invalid_request","error_description":"The parameter token is missing. Send token= and "#
                + #"the access token in the form body.","error_uri":"#
                + #""http://sandbox-acme.example.test/docs/errors/invalid_request"}"#)
    }

    @Test func `a wrong secret revokes nothing`() async throws {
        let fixture = try await ServerFixture()
        let token = try await fixture.token()
        let wrong = ServerFixture.Credentials(
            id: fixture.sandbox.id, secretID: "", secret: "not-the-secret")
        let response = try await revoke(token, as: wrong, in: fixture)
        #expect(response.status == .unauthorized)
        #expect(try response.member("error") == "invalid_client")
        #expect(response.header("WWW-Authenticate")?.hasPrefix("Basic realm=") == true)
        #expect(try await fixture.patientsStatus(token) == 200)
    }

    @Test func `a page of another origin revokes nothing, and neither does GET`() async throws {
        let fixture = try await ServerFixture()
        let token = try await fixture.token()
        let foreign = try await revoke(token, in: fixture, headers: [.origin: "https://evil.example"])
        #expect(foreign.status == .badRequest)
        let get = try await fixture.send(.get, OAuthRoutes.revocationPath + "?token=\(token)")
        #expect(get.status == .methodNotAllowed)
        #expect(get.header("Allow") == "POST")
        #expect(try await fixture.patientsStatus(token) == 200)
    }

    @Test func `neither the log nor the refusals repeat a token`() async throws {
        let fixture = try await ServerFixture()
        let token = try await fixture.token()
        _ = try await revoke(token, in: fixture)
        _ = try await revoke("", in: fixture, more: "&\(token)=\(token)&\(token)=1")
        #expect(fixture.logLines.all.contains { $0.contains("revokeToken") })
        #expect(fixture.logLines.all.allSatisfy { !$0.contains(token) })
    }
}
