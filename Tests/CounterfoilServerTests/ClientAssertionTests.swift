import AuthorizationServer
import Crypto
import Cryptography
import Foundation
import HTTPTypes
import HummingbirdTesting
import JOSE
import Journal
import JournalTesting
import Persistence
import Registry
import Testing
import Timekeeping

@testable import CounterfoilServer

/// RFC 7523 as clients use it to authenticate: what works, and what becomes of it.
@Suite struct ClientAssertionTests {
    @Test(arguments: SigningAlgorithm.allCases)
    func `an assertion signed by each algorithm gets a token, and the journal names the key`(
        _ algorithm: SigningAlgorithm
    ) async throws {
        let fixture = try await ServerFixture()
        let client = try await fixture.assertingClient(algorithm)
        let response = try await fixture.post(try client.assertion(at: fixture.now))
        #expect(response.status == .ok, "\(response.text)")
        let entry = try fixture.journal.entries(matching: JournalQuery(kind: .tokenIssued)).first?.entry()
        #expect(entry?["authentication_method"] == .text("private_key_jwt"))
        #expect(entry?["key_thumbprint"] == .text(client.key.publicKey.thumbprint))
        #expect(entry?["secret_id"] == nil)
    }

    @Test(
        arguments: [
            ["aud": "http://sandbox-acme.example.test/api/identity/connect/token"],
            ["iat": nil], ["typ": "x"], ["iat": 1_795_559_880 + 60], ["iat": 1_795_559_880 - 600],
            ["nbf": 1_795_559_880 + 60], ["exp": 1_795_559_880 + 360], ["exp": 1_795_559_880 - 59],
            ["exp": 1_795_559_880.5 + 300], ["jti": String(repeating: "a", count: 256)], ["jti": "é\u{0}"],
        ] as [[String: (any Sendable)?]])
    func `what is within the rules is accepted`(_ changes: [String: (any Sendable)?]) async throws {
        let fixture = try await ServerFixture()
        let client = try await fixture.assertingClient()
        let response = try await fixture.post(try client.assertion(at: fixture.now, changes))
        #expect(response.status == .ok, "\(response.text)")
    }

    @Test(arguments: ["JWT", "jwt", "client-authentication+jwt", "application/client-authentication+jwt"])
    func `both types of the header are accepted in any case`(_ type: String) async throws {
        let fixture = try await ServerFixture()
        let client = try await fixture.assertingClient()
        let assertion = try client.assertion(at: fixture.now, headerMembers: #""typ":"\#(type)""#)
        #expect(try await fixture.post(assertion).status == .ok)
    }

    @Test func `an assertion for one host name of the realm is good under another, not for another realm's`()
        async throws
    {
        let fixture = try await ServerFixture { configuration in
            configuration.defaultRealm = RealmIdentifier(text: "acme/sandbox")
        }
        let client = try await fixture.assertingClient()
        let assertion = try client.assertion(at: fixture.now, ["aud": "http://localhost/api/identity"])
        #expect(try await fixture.post(assertion).status == .ok)
        for audience in [
            "http://acme.example.test/api/identity", "http://sandbox-zenith.example.test/api/identity",
            "https://localhost/api/identity", "http://localhost:8080/api/identity",
        ] {
            let foreign = try client.assertion(at: fixture.now, ["aud": audience])
            #expect(try await fixture.post(foreign).status == .unauthorized, "\(audience)")
        }
    }

    @Test func `the client_id beside an assertion is allowed where it agrees`() async throws {
        let fixture = try await ServerFixture()
        let client = try await fixture.assertingClient()
        let form = "grant_type=client_credentials&client_id="
        let right = try await fixture.post(try client.assertion(at: fixture.now), form: form + client.id)
        #expect(right.status == .ok)
        let other = try await fixture.post(try client.assertion(at: fixture.now), form: form + fixture.sandbox.id)
        #expect(other.status == .badRequest)
        #expect(try other.member("error") == "invalid_request")
        #expect(try other.member("error_description").contains("is not the sub of the client assertion"))
    }

    @Test func `assertions work where tokens are introspected and revoked`() async throws {
        let fixture = try await ServerFixture()
        let client = try await fixture.assertingClient()
        let caller = try await fixture.assertingClient(.edDSA) { $0.introspects = "external" }
        let issued = try await fixture.post(try client.assertion(at: fixture.now))
        let token = try issued.member("access_token")
        func introspection() async throws -> String {
            try await fixture.post(
                try caller.assertion(at: fixture.now), to: OAuthRoutes.introspectionPath, form: "token=\(token)"
            ).text
        }
        #expect(try await introspection().contains(#""active":true"#))
        let revoked = try await fixture.post(
            try client.assertion(at: fixture.now), to: OAuthRoutes.revocationPath, form: "token=\(token)")
        #expect(revoked.status == .ok)
        #expect(try await introspection() == #"{"active":false}"#)
    }

    @Test func `an assertion that was used at one endpoint is refused at another`() async throws {
        let fixture = try await ServerFixture()
        let client = try await fixture.assertingClient()
        let assertion = try client.assertion(at: fixture.now)
        #expect(try await fixture.post(assertion, to: OAuthRoutes.revocationPath, form: "token=x").status == .ok)
        let again = try await fixture.post(assertion)
        #expect(again.status == .unauthorized)
        #expect(try again.member("error_description").contains("was used before"))
    }

    @Test func `of many requests with one assertion at the same moment, one gets a token`() async throws {
        let fixture = try await ServerFixture()
        let client = try await fixture.assertingClient()
        let assertion = try client.assertion(at: fixture.now)
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 { group.addTask { try await fixture.post(assertion).status.code } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.count { $0 == 200 } == 1)
        #expect(statuses.count { $0 == 401 } == 19)
    }

    @Test func `the same identifier is another one for another client`() async throws {
        let fixture = try await ServerFixture()
        for _ in 0..<2 {
            let client = try await fixture.assertingClient()
            #expect(try await fixture.post(try client.assertion(at: fixture.now, ["jti": "1"])).status == .ok)
        }
    }

    @Test func `what was refused for another cause is not remembered, and what expired is forgotten`() async throws {
        let fixture = try await ServerFixture()
        let client = try await fixture.assertingClient()
        let early = try client.assertion(
            at: fixture.now, ["nbf": fixture.now.secondsSince1970 + 120, "jti": "1"])
        #expect(try await fixture.post(early).status == .unauthorized)
        await fixture.pass(seconds: 60)
        #expect(try await fixture.post(early).status == .ok)
        let replays = SQLiteReplaySet(database: fixture.stores.registry.database)
        let used = UsedIdentifier(
            realm: try #require(RealmIdentifier(text: "acme/sandbox")), use: .clientAssertion, owner: client.id,
            digest: Array(SHA256.hash(data: Data("1".utf8))), until: fixture.now.adding(seconds: 3_600))
        await fixture.assembly.maintenance.clear()
        #expect(try await replays.insert(used, at: fixture.now) == .replayed)
        fixture.advance(seconds: 301)
        let earlier = fixture.now.adding(seconds: -301)
        await fixture.assembly.maintenance.clear()
        #expect(try await replays.insert(used, at: earlier) == .fresh)
    }

    @Test func `a client with several keys may sign with each, and a key that was removed is refused`() async throws {
        let fixture = try await ServerFixture()
        let old = try await fixture.assertingClient()
        let new = AssertingClient(id: old.id, key: try SigningKey.generate(.edDSA))
        func register(_ keys: [SigningKey]) async throws {
            try await fixture.change(
                UpdateClient(
                    client: old.id, name: nil, scopes: nil, tokenLifetimeSeconds: nil,
                    settings: ServerFixture.settings(keys.map(\.publicKey))))
        }
        try await register([old.key, new.key])
        for client in [old, new] {
            #expect(try await fixture.post(try client.assertion(at: fixture.now)).status == .ok)
        }
        try await register([new.key])
        #expect(try await fixture.post(try old.assertion(at: fixture.now)).status == .unauthorized)
        #expect(try await fixture.post(try new.assertion(at: fixture.now)).status == .ok)
    }

    @Test func `a SMART Backend Services client gets a token of 300 s for its system scope`() async throws {
        for algorithm in [SigningAlgorithm.rs384, .es384] {
            let fixture = try await ServerFixture()
            try await fixture.change(
                CreateScope(
                    tenant: "acme", name: "system/Patient.rs", description: "Patients", environment: nil))
            let subscribed = try await fixture.change(
                CreateSubscription(
                    tenant: "acme", partner: "Clinic", contact: "", scopes: ["system/Patient.rs"],
                    withClients: false))
            let key = try SigningKey.generate(algorithm)
            let created = try await fixture.change(
                CreateClient(
                    subscription: subscribed.subscription.id.text, environment: .sandbox, name: "SMART", scopes: [],
                    tokenLifetimeSeconds: nil,
                    settings: ServerFixture.settings([key.publicKey]) { $0.profile = .smartBackendServices }))
            let client = AssertingClient(id: created.client.id.text, key: key)
            let assertion = try client.assertion(
                at: fixture.now, ["aud": "http://sandbox-acme.example.test/api/identity/connect/token"])
            let response = try await fixture.post(
                assertion, form: "grant_type=client_credentials&scope=system%2FPatient.rs")
            #expect(response.status == .ok, "\(response.text)")
            #expect(try response.object()["expires_in"] as? Int == 300)
            #expect(try response.member("scope") == "system/Patient.rs")
            #expect(try response.member("token_type").lowercased() == "bearer")
        }
    }
}
