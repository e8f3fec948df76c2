import AuthorizationServer
import CertificateTesting
import Foundation
import HTTPTypes
import HummingbirdTesting
import JOSE
import Registry
import Testing
import Timekeeping

@testable import CounterfoilServer

/// What the OpenID conformance suite asks of a server in its FAPI 2.0 plan for client credentials (Security Profile,
/// final), in all four combinations.
@Suite struct FAPI2Tests {
    private static let base = "http://sandbox-acme.example.test"
    private static let tokenURL = base + OAuthRoutes.tokenPath
    private static let patientsPath = "/api/external/v1/patients"
    private static let start = ServerFixture.start.secondsSince1970

    /// How the client authenticates, how its token is bound, and whether it is held to the profile itself or with its
    /// whole realm.
    struct Combination: Sendable, CustomTestStringConvertible {
        let method: ClientAuthenticationMethod
        let binding: TokenBinding
        let holdsRealm: Bool

        var testDescription: String {
            "\(method.rawValue), \(binding.rawValue), \(holdsRealm ? "the realm" : "the client") held"
        }
    }

    static let combinations = [ClientAuthenticationMethod.privateKeyJWT, .tlsClientAuth].flatMap { method in
        [TokenBinding.dpop, .certificate].flatMap { binding in
            [true, false].map { Combination(method: method, binding: binding, holdsRealm: $0) }
        }
    }
    static let byAssertion = combinations.filter { $0.method == .privateKeyJWT }
    static let byDPoP = combinations.filter { $0.binding == .dpop }

    /// A client of one combination, and what it proves itself with.
    private struct Caller {
        let combination: Combination
        let fixture: MutualTLSFixture
        let asserting: AssertingClient
        let certificate: TestCertificate
        let proofs: ProofMaker

        init(_ combination: Combination, _ algorithm: SigningAlgorithm = .es256) async throws {
            self.combination = combination
            fixture = try await MutualTLSFixture()
            if combination.holdsRealm {
                try await fixture.server.change(
                    UpdateRealm(
                        realm: try #require(RealmIdentifier(text: "acme/sandbox")), profile: .fapi2,
                        certificateRoots: nil))
            }
            let key = try SigningKey.generate(algorithm)
            let set = String(decoding: JSONWebKeySet(keys: [key.publicKey]).json.bytes, as: UTF8.self)
            let id = try await fixture.client([combination.method], keys: set) { settings in
                guard !combination.holdsRealm else { return }
                settings.profile = .fapi2
                settings.tokenBinding = combination.binding
            }
            asserting = AssertingClient(id: id, key: key)
            certificate = try fixture.certificate()
            proofs = try ProofMaker()
        }

        var now: Timestamp { fixture.server.now }

        /// Asks for a token as the combination has it, with changes.
        func tokenRequest(
            assertion: [String: (any Sendable)?] = [:], proof: [String: String?] = [:], clockOffset: Int64 = 0,
            isBound: Bool = true, more: String = ""
        ) async throws -> TestResponse {
            var form = "grant_type=client_credentials" + more
            var headers: HTTPFields = [:]
            var certificates: [TestCertificate] = []
            if combination.method == .privateKeyJWT {
                let text = try asserting.assertion(at: now.adding(seconds: clockOffset), assertion)
                form += "&client_assertion_type=\(AssertingClient.assertionType)&client_assertion=\(text)"
            } else {
                form += "&client_id=\(asserting.id)"
                certificates = [certificate]
            }
            if isBound, combination.binding == .dpop {
                headers = .dpop(
                    try proofs.proof(
                        "POST", FAPI2Tests.tokenURL, at: now.adding(seconds: clockOffset), changing: proof))
            } else if isBound {
                certificates = [certificate]
            }
            headers[.contentType] = "application/x-www-form-urlencoded"
            return try await fixture.send(certificates: certificates, headers: headers, body: form)
        }

        func token() async throws -> String {
            let response = try await tokenRequest()
            #expect(response.status == .ok, "\(response.text)")
            return try response.member("access_token")
        }

        /// Calls the API with a token, its key proven or not.
        func patients(
            _ token: String, scheme: String, isProven: Bool = true, proof: [String: String?] = [:],
            clockOffset: Int64 = 0
        ) async throws -> TestResponse {
            var headers: HTTPFields = [.authorization: "\(scheme) \(token)"]
            if isProven, combination.binding == .dpop {
                headers = .dpop(
                    try proofs.proof(
                        "GET", FAPI2Tests.base + FAPI2Tests.patientsPath, at: now.adding(seconds: clockOffset),
                        token: token, changing: proof), authorization: "\(scheme) \(token)")
            }
            return try await fixture.send(
                .get, FAPI2Tests.patientsPath,
                certificates: isProven && combination.binding == .certificate ? [certificate] : [], headers: headers)
        }
    }

    @Test(arguments: combinations)
    func `a bound token is issued and works, with the scheme's name in any case`(_ combination: Combination)
        async throws
    {
        let caller = try await Caller(combination)
        let response = try await caller.tokenRequest()
        #expect(response.status == .ok, "\(response.text)")
        let type = combination.binding == .dpop ? "DPoP" : "Bearer"
        #expect(try response.member("token_type") == type)
        let token = try response.member("access_token")
        let confirmation = try #require(try CompactJWS(parsing: token).unverifiedClaims().object.object("cnf"))
        #expect(confirmation.has(combination.binding == .dpop ? "jkt" : "x5t#S256"))
        for scheme in [type, type.lowercased(), type.uppercased()] {
            #expect(try await caller.patients(token, scheme: scheme).status == .ok, "\(scheme)")
        }
    }

    @Test(arguments: combinations)
    func `a token is worth nothing without proof of its key`(_ combination: Combination) async throws {
        let caller = try await Caller(combination)
        let token = try await caller.token()
        for scheme in ["Bearer", "DPoP"] {
            let response = try await caller.patients(token, scheme: scheme, isProven: false)
            #expect(response.status == .unauthorized)
            #expect(response.header("WWW-Authenticate") != nil)
        }
    }

    @Test(arguments: byAssertion + byDPoP.filter { $0.method == .tlsClientAuth })
    func `no token is issued that would not be bound`(_ combination: Combination) async throws {
        // The certificate of a client that authenticates by it would do where either binding is allowed.
        guard combination.method == .privateKeyJWT || !combination.holdsRealm else { return }
        let caller = try await Caller(combination)
        #expect(try await caller.tokenRequest(isBound: false).status == .badRequest)
    }

    @Test(arguments: combinations)
    func `a request without its credentials, or with a secret, fails`(_ combination: Combination) async throws {
        let caller = try await Caller(combination)
        let bare = try await caller.fixture.send(
            certificates: [], headers: [.contentType: "application/x-www-form-urlencoded"],
            body: "grant_type=client_credentials&client_id=\(caller.asserting.id)")
        #expect(bare.status == .unauthorized)
        #expect(try bare.member("error") == "invalid_client")
        if combination.holdsRealm {
            let secret = try await caller.fixture.server.tokenRequest()
            #expect(secret.status == .unauthorized)
            #expect(try secret.member("error_description").contains("does not authenticate by client_secret_basic"))
        }
    }

    static let wrongAssertions: [[String: (any Sendable)?]] = [
        ["exp": start - 300], ["sub": nil], ["iss": nil], ["exp": nil], ["jti": nil],
        ["aud": "https://elsewhere.example"], ["aud": tokenURL], ["aud": [AssertingClient.issuer]], ["aud": nil],
    ]

    @Test(arguments: byAssertion, wrongAssertions)
    func `a wrong assertion fails`(_ combination: Combination, _ changes: [String: (any Sendable)?]) async throws {
        let caller = try await Caller(combination)
        let response = try await caller.tokenRequest(assertion: changes)
        #expect(response.status == .unauthorized)
        #expect(try response.member("error") == "invalid_client")
    }

    @Test(arguments: byAssertion, [SigningAlgorithm.rs256, .rs384, .es384])
    func `an assertion by an algorithm that the profile leaves out fails`(
        _ combination: Combination, _ algorithm: SigningAlgorithm
    ) async throws {
        let response = try await Caller(combination, algorithm).tokenRequest()
        #expect(response.status == .unauthorized)
        #expect(try response.member("error_description").contains("FAPI 2.0 allows no client assertions"))
    }

    @Test(arguments: byAssertion, [SigningAlgorithm.ps256, .es256, .edDSA])
    func `an assertion by an algorithm of the profile works`(
        _ combination: Combination, _ algorithm: SigningAlgorithm
    ) async throws {
        #expect(try await Caller(combination, algorithm).tokenRequest().status == .ok)
    }

    @Test(arguments: byAssertion)
    func `the client_id beside an assertion must agree`(_ combination: Combination) async throws {
        let caller = try await Caller(combination)
        #expect(try await caller.tokenRequest(more: "&client_id=\(caller.asserting.id)").status == .ok)
        let other = try await caller.tokenRequest(more: "&client_id=\(caller.fixture.server.sandbox.id)")
        #expect(other.status == .badRequest)
    }

    static let wrongProofs: [[String: String?]] = [
        ["htm": "\"PUT\""], ["htu": "\"https://elsewhere.example/\""], ["htm": nil], ["htu": nil],
        ["iat": nil], ["jti": nil], ["exp": "\(start - 300)"], ["nbf": "\(start + 300)"],
        ["iat": "\(start - 300)"],
    ]

    @Test(arguments: byDPoP, wrongProofs)
    func `a wrong proof fails at the token endpoint and at the API`(
        _ combination: Combination, _ changes: [String: String?]
    ) async throws {
        let caller = try await Caller(combination)
        let refused = try await caller.tokenRequest(proof: changes)
        #expect(refused.status == .badRequest)
        #expect(try refused.member("error") == "invalid_dpop_proof")
        let token = try await caller.token()
        #expect(try await caller.patients(token, scheme: "DPoP", proof: changes).status == .unauthorized)
        let wrongHash = try await caller.patients(token, scheme: "DPoP", proof: ["ath": "\"AAAA\""])
        #expect(wrongHash.status == .unauthorized)
        let noHash = try await caller.patients(token, scheme: "DPoP", proof: ["ath": nil])
        #expect(noHash.status == .unauthorized)
    }

    @Test(arguments: combinations, [-10, 10] as [Int64])
    func `a clock that is 10 s early or late passes`(_ combination: Combination, _ offset: Int64) async throws {
        let caller = try await Caller(combination)
        let response = try await caller.tokenRequest(clockOffset: offset)
        #expect(response.status == .ok, "\(response.text)")
        let scheme = combination.binding == .dpop ? "DPoP" : "Bearer"
        let called = try await caller.patients(
            try response.member("access_token"), scheme: scheme, clockOffset: offset)
        #expect(called.status == .ok)
    }

    @Test func `the metadata of a realm held to the profile list what it allows`() async throws {
        let caller = try await Caller(Combination(method: .privateKeyJWT, binding: .dpop, holdsRealm: true))
        let document = try await caller.fixture.server.send(.get, OAuthRoutes.metadataPaths[0]).object()
        let grants = document["grant_types_supported"] as? [String]
        #expect(grants?.contains("client_credentials") == true)
        #expect(
            document["token_endpoint_auth_methods_supported"] as? [String]
                == ["private_key_jwt", "self_signed_tls_client_auth", "tls_client_auth"])
        #expect(
            document["token_endpoint_auth_signing_alg_values_supported"] as? [String] == ["ES256", "EdDSA", "PS256"])
        let proofs = try #require(document["dpop_signing_alg_values_supported"] as? [String])
        #expect(!proofs.isEmpty && !proofs.contains("RS256"))
        #expect(document["tls_client_certificate_bound_access_tokens"] as? Bool == true)
    }
}
