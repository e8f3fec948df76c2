import AuthorizationServer
import Cryptography
import Foundation
import HTTPTypes
import HummingbirdTesting
import JOSE
import Registry
import ResourceServer
import Testing

@testable import CounterfoilServer

/// What becomes of tokens and settings from before, when a realm or a client is held to FAPI 2.0.
@Suite struct FAPI2HoldingTests {
    private static let base = "http://sandbox-acme.example.test"
    private static let tokenURL = base + OAuthRoutes.tokenPath
    private static let patientsPath = "/api/external/v1/patients"

    private func hold(_ fixture: ServerFixture, to profile: SecurityProfile = .fapi2) async throws {
        try await fixture.change(UpdateRealm(realm: try fixture.realm, profile: profile, certificateRoots: nil))
    }

    private func client(_ fixture: ServerFixture, _ settings: ClientSettingsChange) async throws
        -> ServerFixture.Credentials
    {
        let created = try await fixture.change(
            CreateClient(
                subscription: fixture.subscription.text, environment: .sandbox, name: "C", scopes: [],
                tokenLifetimeSeconds: nil, settings: settings))
        return .init(id: created.client.id.text, secretID: "", secret: created.secret?.secret.text.exposed ?? "")
    }

    /// What is said of a token everywhere: by the API, to its resource server, and to a proxy.
    private func answers(
        about token: String, to resourceServer: AssertingClient, in fixture: ServerFixture
    ) async throws -> [String] {
        let introspected = try await fixture.post(
            try resourceServer.assertion(at: fixture.now), to: OAuthRoutes.introspectionPath, form: "token=\(token)")
        let forwarded = try await fixture.send(
            .get, ForwardAuthorization.path + "?realm=acme/sandbox&scope=external", host: "localhost:8081",
            headers: [.authorization: "Bearer \(token)"], bytes: nil, to: fixture.assembly.privatePipeline)
        return [
            "\(try await fixture.patientsStatus(token))",
            introspected.text.hasPrefix("{\"active\":true") ? "active" : introspected.text,
            "\(forwarded.status.code)",
        ]
    }

    @Test func `bearer tokens end at once and everywhere when their realm is held to the profile`() async throws {
        let fixture = try await ServerFixture()
        let resourceServer = try await fixture.assertingClient { $0.introspects = "external" }
        var settings = ClientSettingsChange()
        settings.tokenFormat = .some(.jwtES256)
        let tokens = [
            try await fixture.token(), try await fixture.token(try await client(fixture, settings)),
        ]
        for token in tokens {
            #expect(
                try await answers(about: token, to: resourceServer, in: fixture) == ["200", "active", "204"])
        }
        try await hold(fixture)
        for token in tokens {
            #expect(
                try await answers(about: token, to: resourceServer, in: fixture)
                    == ["401", "{\"active\":false}", "401"])
            let refused = try await fixture.send(
                .get, Self.patientsPath, headers: [.authorization: "Bearer \(token)"])
            #expect(refused.header("WWW-Authenticate")?.contains("error=\"invalid_token\"") == true)
        }
        #expect(fixture.logLines.all.contains { $0.contains("token_unbound") })
        // Tokens of the other realm are not concerned.
        let host = "acme.example.test"
        let production = try await fixture.token(fixture.production, host: host)
        #expect(try await fixture.patientsStatus(production, host: host) == 200)
    }

    @Test func `all tokens of a client end at once when it is held to the profile`() async throws {
        let fixture = try await ServerFixture()
        let caller = try await fixture.assertingClient()
        let first = try await fixture.post(try caller.assertion(at: fixture.now)).member("access_token")
        #expect(try await fixture.patientsStatus(first) == 200)
        var settings = ClientSettingsChange()
        settings.profile = .fapi2
        settings.tokenBinding = .dpop
        try await fixture.change(
            UpdateClient(
                client: caller.id, name: nil, scopes: nil, tokenLifetimeSeconds: nil, settings: settings))
        #expect(try await fixture.patientsStatus(first) == 401)
        let proof = try ProofMaker().proof("POST", Self.tokenURL, at: fixture.now)
        let second = try await fixture.post(try caller.assertion(at: fixture.now), headers: .dpop(proof))
        #expect(second.status == .ok)
    }

    /// A client set to RS256 before its realm was held.
    @Test func `nothing is signed RS256 under the profile, whatever was set before`() async throws {
        let fixture = try await ServerFixture()
        try await fixture.change(
            UpdateResource(realm: try fixture.realm, resource: "external", name: nil, tokenFormat: .jwtRS256))
        let callers = [
            try await fixture.assertingClient { $0.tokenFormat = .some(.jwtRS256) },
            try await fixture.assertingClient(),
        ]
        let resourceServer = try await fixture.assertingClient {
            $0.introspects = "external"
            $0.tokenFormat = .some(.jwtRS256)
        }
        let maker = try ProofMaker()
        func algorithms() async throws -> [SigningAlgorithm] {
            var algorithms: [SigningAlgorithm] = []
            for caller in callers {
                let proof = try maker.proof("POST", Self.tokenURL, at: fixture.now)
                let response = try await fixture.post(try caller.assertion(at: fixture.now), headers: .dpop(proof))
                #expect(response.status == .ok, "\(response.text)")
                let token = try response.member("access_token")
                algorithms.append(try CompactJWS(parsing: token).header.algorithm)
                let introspected = try await fixture.post(
                    try resourceServer.assertion(at: fixture.now), to: OAuthRoutes.introspectionPath,
                    form: "token=\(token)", headers: [.accept: "application/token-introspection+jwt"])
                algorithms.append(try CompactJWS(parsing: introspected.text).header.algorithm)
            }
            return algorithms
        }
        func listed() async throws -> [String]? {
            try await fixture.send(.get, OAuthRoutes.metadataPaths[0]).object()[
                "introspection_signing_alg_values_supported"] as? [String]
        }
        #expect(try await algorithms() == [.rs256, .rs256, .rs256, .rs256])
        #expect(try await listed() == ["ES256", "EdDSA", "RS256"])
        try await hold(fixture)
        #expect(try await algorithms() == [.es256, .es256, .es256, .es256])
        #expect(try await listed() == ["ES256", "EdDSA"])
    }

    @Test func `a client held to the profile gets no RS256 from an API that is set to it`() async throws {
        let fixture = try await ServerFixture()
        try await fixture.change(
            UpdateResource(realm: try fixture.realm, resource: "external", name: nil, tokenFormat: .jwtRS256))
        let caller = try await fixture.assertingClient {
            $0.profile = .fapi2
            $0.tokenBinding = .dpop
        }
        let proof = try ProofMaker().proof("POST", Self.tokenURL, at: fixture.now)
        let token = try await fixture.post(try caller.assertion(at: fixture.now), headers: .dpop(proof))
            .member("access_token")
        #expect(try CompactJWS(parsing: token).header.algorithm == .es256)
    }
}
