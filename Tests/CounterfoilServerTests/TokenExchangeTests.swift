import AuthorizationServer
import Cryptography
import Foundation
import HTTPTypes
import HummingbirdTesting
import Journal
import JournalTesting
import Persistence
import Registry
import Testing

@testable import CounterfoilServer

/// RFC 8693, the part that machine clients need.
@Suite struct TokenExchangeTests {
    private static let external = "urn:counterfoil:acme:sandbox:external"
    private static let billing = ServerFixture.billing
    private static let grant = "urn:ietf:params:oauth:grant-type:token-exchange"
    private static let accessToken = "urn:ietf:params:oauth:token-type:access_token"

    /// A service of the second API that may exchange what it receives.
    private struct Service {
        let fixture: ServerFixture
        let credentials: ServerFixture.Credentials

        /// The fixture's partner may have `external`, `reports` and both scopes of the second API; the service has the
        /// first two.
        init(
            targets: [String] = ["external", billing], introspects: String = billing, tokenFormat: TokenFormat = .sealed
        ) async throws {
            fixture = try await ServerFixture()
            try await fixture.addBilling(tokenFormat: tokenFormat)
            try await fixture.change(
                UpdateClient(
                    client: fixture.sandbox.id, name: nil,
                    scopes: ["external", "reports", "invoices:read", "invoices:pay"], tokenLifetimeSeconds: nil))
            let subscription = try await fixture.change(
                CreateSubscription(
                    tenant: "acme", partner: "Billing", contact: "", scopes: ["external", "reports"],
                    withClients: false)
            ).subscription
            var settings = ClientSettingsChange()
            settings.introspects = introspects
            settings.exchangeTargets = targets
            let created = try await fixture.change(
                CreateClient(
                    subscription: subscription.id.text, environment: .sandbox, name: "Billing",
                    scopes: ["external", "reports"], tokenLifetimeSeconds: 3_600, settings: settings))
            credentials = .init(
                id: created.client.id.text, secretID: try created.firstSecret.record.id.text,
                secret: try created.firstSecret.secret.text.exposed)
        }

        /// A token of the partner for the second API.
        func received(_ parameters: String = "resource=\(billing)") async throws -> String {
            let answer = try await fixture.tokenRequest(with: parameters)
            #expect(answer.status == 200, "\(answer)")
            return answer["access_token"]
        }

        func exchange(
            _ token: String, _ more: String = "", as credentials: ServerFixture.Credentials? = nil
        ) async throws -> TestResponse {
            try await request(
                "subject_token=\(token)&subject_token_type=\(accessToken)" + (more.isEmpty ? "" : "&" + more),
                as: credentials)
        }

        func request(
            _ parameters: String, as credentials: ServerFixture.Credentials? = nil
        ) async throws -> TestResponse {
            try await fixture.tokenRequest(
                credentials ?? self.credentials, body: "grant_type=\(grant)&\(parameters)")
        }

        /// The exchanged token, which must have been given.
        func exchanged(_ token: String, _ more: String = "") async throws -> String {
            let response = try await exchange(token, more)
            #expect(response.status == .ok, "\(response.text)")
            return try response.member("access_token")
        }
    }

    /// The claims of a JWT.
    private func claims(_ token: String) throws -> [String: Any] {
        let parts = token.split(separator: ".")
        #expect(parts.count == 3)
        var text = String(parts[1]).replacing("-", with: "+").replacing("_", with: "/")
        while text.count % 4 != 0 { text += "=" }
        let payload = try #require(Data(base64Encoded: text))
        return try #require(try JSONSerialization.jsonObject(with: payload) as? [String: Any])
    }

    private func expectRefusal(
        _ response: TestResponse, _ code: String, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(response.status == .badRequest, sourceLocation: sourceLocation)
        #expect(try response.member("error") == code, "\(response.text)", sourceLocation: sourceLocation)
        #expect(
            try response.member("error_description").contains(text), "\(response.text)",
            sourceLocation: sourceLocation)
    }

    @Test(arguments: [TokenFormat.sealed, .jwtES256])
    func `a received token is exchanged for one that says for whom and through whom`(
        _ format: TokenFormat
    ) async throws {
        let service = try await Service(tokenFormat: format)
        let response = try await service.exchange(
            try await service.received(), "resource=\(Self.external)&scope=external")
        #expect(response.status == .ok)
        let answer = try response.object()
        #expect(
            Set(answer.keys) == ["access_token", "expires_in", "token_type", "scope", "issued_token_type"])
        #expect(answer["issued_token_type"] as? String == Self.accessToken)
        #expect(answer["token_type"] as? String == "Bearer" && answer["scope"] as? String == "external")
        #expect(answer["expires_in"] as? Int == 1_200)
        let token = try response.member("access_token")
        let claims = try claims(token)
        #expect(claims["sub"] as? String == service.fixture.sandbox.id)
        #expect(claims["client_id"] as? String == service.credentials.id)
        #expect(claims["aud"] as? String == Self.external)
        #expect(claims["act"] as? [String: String] == ["sub": service.credentials.id])
        #expect(try await service.fixture.patientsStatus(token) == 200)
        #expect(try await service.fixture.patientsStatus(token, host: "acme.example.test") == 401)
    }

    @Test func `it is written down with the token that it was exchanged for`() async throws {
        let service = try await Service()
        let received = try await service.received()
        _ = try await service.exchanged(received, "resource=\(Self.external)")
        let entries = try service.fixture.journal.allEntries.map { try $0.entry() }.filter { $0.kind == .tokenIssued }
        let first = try #require(entries.dropLast().last)
        let second = try #require(entries.last)
        #expect(second["client_id"] == .text(service.credentials.id))
        #expect(second["subject"] == .text(service.fixture.sandbox.id))
        guard case .text(let identifier)? = first["token_id"] else {
            Issue.record("the first entry names no token")
            return
        }
        #expect(second["exchanged_token_ids"] == .texts([identifier]))
    }

    @Test(arguments: [
        ("resource=\(billing)&scope=invoices:read", "invoices:read"),
        ("resource=\(billing)", "invoices:pay invoices:read"),
        ("resource=\(external)", "external reports"), ("resource=\(external)&scope=reports", "reports"),
        ("audience=\(external)&scope=reports", "reports"),
        ("resource=http://sandbox-acme.example.test/api/external&scope=external", "external"),
        ("resource=\(external)&requested_token_type=urn:ietf:params:oauth:token-type:jwt", "external reports"),
    ])
    func `it has no more than was asked, and no more than all may have`(_ more: String, _ scope: String) async throws {
        let service = try await Service()
        let response = try await service.exchange(try await service.received(), more)
        #expect(try response.member("scope") == scope)
    }

    @Test func `scopes that one of the two may not have are not in it`() async throws {
        let service = try await Service()
        let received = try await service.received("resource=\(Self.billing)&scope=invoices:read")
        try expectRefusal(
            try await service.exchange(received, "resource=\(Self.billing)&scope=invoices:pay"), "invalid_scope",
            "is not one of this client")
        let partner = service.fixture.sandbox.id
        try await service.fixture.change(
            UpdateClient(
                client: partner, name: nil, scopes: ["reports", "invoices:read"], tokenLifetimeSeconds: nil))
        try expectRefusal(
            try await service.exchange(received, "resource=\(Self.external)&scope=external"), "invalid_scope",
            "is not one of this client")
        #expect(try await service.exchange(received, "resource=\(Self.external)").member("scope") == "reports")
        try await service.fixture.change(
            UpdateClient(client: service.credentials.id, name: nil, scopes: ["external"], tokenLifetimeSeconds: nil))
        try expectRefusal(
            try await service.exchange(received, "resource=\(Self.external)"), "invalid_scope",
            "No scope of the API")
        try expectRefusal(
            try await service.exchange(received, "resource=\(Self.external)&scope=external"), "invalid_scope",
            "It may have: none.")
    }

    @Test func `who may not exchange, or not for that API, is told so`() async throws {
        let service = try await Service(targets: ["external"])
        let received = try await service.received()
        try expectRefusal(
            try await service.exchange(received, as: service.fixture.sandbox), "unauthorized_client",
            "This client may not exchange tokens.")
        try expectRefusal(
            try await service.exchange(received, "resource=\(Self.billing)"), "invalid_target",
            "It may for: \(Self.external).")
        try expectRefusal(
            try await service.exchange(received, "resource=https://elsewhere.example/"), "invalid_target",
            "is not an API of this host")
        // The only target need not be named.
        #expect(try claims(try await service.exchanged(received))["aud"] as? String == Self.external)
        let several = try await Service()
        try expectRefusal(
            try await several.exchange(try await several.received()), "invalid_target", "Name one in resource")
    }

    @Test func `a token that is not good for the service's own API is refused`() async throws {
        let service = try await Service()
        let other = try await service.received("resource=\(Self.external)")
        let refused = "is not an access token that is good now for the API that this client serves"
        let production = try await service.fixture.token(
            service.fixture.production, host: "acme.example.test")
        for token in ["nonsense", String(repeating: "0", count: 64), "eyJhbGciOiJub25lIn0.e30.", other, production] {
            try expectRefusal(
                try await service.exchange(token, "resource=\(Self.external)"), "invalid_request", refused)
        }
        let revoked = try await service.received()
        _ = try await service.fixture.send(
            .post, OAuthRoutes.revocationPath,
            headers: [
                .contentType: "application/x-www-form-urlencoded",
                .authorization: "Basic " + basicText(service.fixture.sandbox),
            ], body: "token=\(revoked)")
        try expectRefusal(
            try await service.exchange(revoked, "resource=\(Self.external)"), "invalid_request", refused)
        let expired = try await service.received()
        service.fixture.advance(seconds: 1_201)
        _ = await service.fixture.assembly.changeFollower.follow(isJournalBehind: false)
        try expectRefusal(
            try await service.exchange(expired, "resource=\(Self.external)"), "invalid_request", refused)
        #expect(service.fixture.logLines.all.allSatisfy { !$0.contains(revoked) && !$0.contains(expired) })
    }

    @Test(arguments: [
        ("subject_token_type=\(accessToken)", "subject_token is missing"),
        ("subject_token=x", "subject_token_type is missing"),
        ("subject_token=x&subject_token_type=urn:ietf:params:oauth:token-type:saml2", "is not supported"),
        ("subject_token=x&subject_token_type=access_token", "is not supported"),
        (
            "subject_token=x&subject_token_type=\(accessToken)"
                + "&requested_token_type=urn:ietf:params:oauth:token-type:id_token",
            "is not supported"
        ),
        ("subject_token=x&subject_token_type=\(accessToken)&actor_token=y", "actor_token is not supported"),
        ("subject_token=x&subject_token_type=\(accessToken)&actor_token_type=y", "actor_token is not supported"),
        ("subject_token=x&subject_token=y&subject_token_type=\(accessToken)", "stands more than once"),
    ])
    func `a request of the wrong form is refused and says what is wrong`(
        _ parameters: String, _ text: String
    ) async throws {
        let service = try await Service()
        try expectRefusal(try await service.request(parameters), "invalid_request", text)
    }

    @Test func `it never outlives the token that it came from`() async throws {
        let service = try await Service()
        let received = try await service.received()
        service.fixture.advance(seconds: 1_000)
        _ = await service.fixture.assembly.changeFollower.follow(isJournalBehind: false)
        let response = try await service.exchange(received, "resource=\(Self.external)")
        #expect(try response.object()["expires_in"] as? Int == 200)
        let token = try response.member("access_token")
        #expect(try await service.fixture.patientsStatus(token) == 200)
        service.fixture.advance(seconds: 201)
        _ = await service.fixture.assembly.changeFollower.follow(isJournalBehind: false)
        #expect(try await service.fixture.patientsStatus(token) == 401)
    }

    @Test func `it ends with the token that it came from, and with every client in the chain`() async throws {
        let service = try await Service()
        let fixture = service.fixture
        func fresh() async throws -> (String, String) {
            let received = try await service.received()
            return (received, try await service.exchanged(received, "resource=\(Self.external)"))
        }
        let (received, first) = try await fresh()
        #expect(try await fixture.patientsStatus(first) == 200)
        _ = try await fixture.send(
            .post, OAuthRoutes.revocationPath,
            headers: [
                .contentType: "application/x-www-form-urlencoded",
                .authorization: "Basic " + basicText(fixture.sandbox),
            ], body: "token=\(received)")
        #expect(try await fixture.patientsStatus(first) == 401)
        for client in [fixture.sandbox.id, service.credentials.id] {
            let (_, token) = try await fresh()
            #expect(try await fixture.patientsStatus(token) == 200)
            try await fixture.change(RevokeClientTokens(client: client))
            #expect(try await fixture.patientsStatus(token) == 401)
        }
        let (_, last) = try await fresh()
        try await fixture.change(SetSubscriptionStatus(id: fixture.subscription.text, status: .suspended))
        #expect(try await fixture.patientsStatus(last) == 401)
    }

    @Test func `an exchanged token is exchanged again, four times at most, and all who acted are named`() async throws {
        let service = try await Service(targets: [Self.billing])
        var token = try await service.received()
        for _ in 0..<4 { token = try await service.exchanged(token) }
        let act = try #require(try claims(token)["act"] as? [String: Any])
        #expect(act["sub"] as? String == service.credentials.id)
        #expect((act["act"] as? [String: Any])?["sub"] as? String == service.credentials.id)
        #expect(try claims(token)["sub"] as? String == service.fixture.sandbox.id)
        try expectRefusal(try await service.exchange(token), "invalid_request", "was exchanged 4 times already")
    }
}
