import AuthorizationServer
import Foundation
import HTTPTypes
import HummingbirdTesting
import JOSE
import Registry
import ResourceServer
import Testing
import Timekeeping

@testable import CounterfoilServer

/// By which algorithms DPoP proofs are signed where FAPI 2.0 holds, and the nonces of the API.
@Suite struct ProofRuleTests {
    private static let base = "http://sandbox-acme.example.test"
    private static let tokenURL = base + OAuthRoutes.tokenPath
    private static let patientsPath = "/api/external/v1/patients"
    private static let allowed = ["ES256", "EdDSA", "PS256"]

    private func patients(
        _ token: String, _ maker: ProofMaker, nonce: String? = nil, in fixture: ServerFixture
    ) async throws -> TestResponse {
        let proof = try maker.proof(
            "GET", Self.base + Self.patientsPath, at: fixture.now, token: token, nonce: nonce)
        return try await fixture.send(.get, Self.patientsPath, headers: .dpop(proof, authorization: "DPoP \(token)"))
    }

    private func tokenResponse(
        _ client: AssertingClient, _ maker: ProofMaker, in fixture: ServerFixture
    ) async throws -> TestResponse {
        try await fixture.post(
            try client.assertion(at: fixture.now),
            headers: .dpop(try maker.proof("POST", Self.tokenURL, at: fixture.now)))
    }

    /// The same RSA key by two algorithms: a token that was bound by the one may come with a proof by the other.
    private func keys() throws -> (allowed: ProofMaker, other: ProofMaker) {
        let key = try SigningKey.generate(.ps256)
        let other = try SigningKey(algorithm: .rs256, privateBytes: key.privateBytes)
        return (ProofMaker(key: key), ProofMaker(key: other))
    }

    private func listed(_ fixture: ServerFixture) async throws -> [[String]?] {
        var lists: [[String]?] = []
        for path in OAuthRoutes.metadataPaths + ["/.well-known/oauth-protected-resource/api/external"] {
            let document = try await fixture.send(.get, path).object()
            lists.append((document["dpop_signing_alg_values_supported"] as? [String])?.sorted())
        }
        return lists
    }

    @Test(arguments: [true, false])
    func `a held realm or client takes proofs by the algorithms of the profile, at the token endpoint and at the API`(
        holdsRealm: Bool
    ) async throws {
        let fixture = try await ServerFixture()
        if holdsRealm {
            try await fixture.change(
                UpdateRealm(realm: try fixture.realm, profile: .fapi2, certificateRoots: nil))
        }
        let client = try await fixture.assertingClient { settings in
            guard !holdsRealm else { return }
            settings.profile = .fapi2
            settings.tokenBinding = .dpop
        }
        for algorithm in DPoPProof.algorithms {
            let response = try await tokenResponse(client, try ProofMaker(algorithm), in: fixture)
            #expect((response.status == .ok) == Self.allowed.contains(algorithm.rawValue), "\(algorithm)")
            if response.status != .ok { #expect(try response.member("error") == "invalid_dpop_proof") }
        }
        let keys = try keys()
        let token = try await tokenResponse(client, keys.allowed, in: fixture).member("access_token")
        #expect(try await patients(token, keys.allowed, in: fixture).status == .ok)
        let refused = try await patients(token, keys.other, in: fixture)
        #expect(refused.status == .unauthorized)
        let challenge = try #require(refused.header("WWW-Authenticate"))
        #expect(challenge.contains("error=\"invalid_dpop_proof\""))
        #expect(challenge.contains("algs=\"ES256 EdDSA PS256\""))
        #expect(try await listed(fixture).allSatisfy { ($0 == Self.allowed) == holdsRealm })
    }

    @Test func `another client of the same realm goes on with the other algorithms`() async throws {
        let fixture = try await ServerFixture()
        let client = try await fixture.assertingClient()
        let keys = try keys()
        let token = try await tokenResponse(client, keys.other, in: fixture).member("access_token")
        #expect(try await patients(token, keys.other, in: fixture).status == .ok)
        #expect(try await listed(fixture).allSatisfy { $0 == ["ES256", "ES384", "EdDSA", "PS256", "RS256"] })
    }

    @Test func `the API asks for a nonce by the setting of the token endpoint, and takes the same ones`() async throws {
        let fixture = try await ServerFixture { $0.requiresDPoPNonce = true }
        let maker = try ProofMaker()
        func request(_ nonce: String?) async throws -> TestResponse {
            try await fixture.tokenRequest(
                headers: .dpop(try maker.proof("POST", Self.tokenURL, at: fixture.now, nonce: nonce)))
        }
        let nonce = try #require(try await request(nil).header("DPoP-Nonce"))
        let token = try await request(nonce).member("access_token")
        for wrong in [nil, "guess"] {
            let asked = try await patients(token, maker, nonce: wrong, in: fixture)
            #expect(asked.status == .unauthorized)
            let challenge = try #require(asked.header("WWW-Authenticate"))
            #expect(challenge.hasPrefix("DPoP ") && challenge.contains("error=\"use_dpop_nonce\""))
            #expect(asked.text.contains("/docs/errors/use_dpop_nonce"))
            #expect(asked.header("DPoP-Nonce") == nonce)
        }
        let answer = try await patients(token, maker, nonce: nonce, in: fixture)
        #expect(answer.status == .ok && answer.header("DPoP-Nonce") == nonce)
        await fixture.pass(seconds: DPoPNonces.slotSeconds)
        let next = try await patients(token, maker, nonce: nonce, in: fixture)
        #expect(next.status == .ok && next.header("DPoP-Nonce") != nonce)
        await fixture.pass(seconds: DPoPNonces.slotSeconds)
        #expect(try await patients(token, maker, nonce: nonce, in: fixture).status == .unauthorized)
        // Bearer tokens need none, and no nonce goes out with them.
        let bearer = try await fixture.token()
        let plain = try await fixture.send(.get, Self.patientsPath, headers: [.authorization: "Bearer \(bearer)"])
        #expect(plain.status == .ok && plain.header("DPoP-Nonce") == nil)
    }

    @Test func `no nonce is asked for or given out where the setting does not say so`() async throws {
        let fixture = try await ServerFixture()
        let maker = try ProofMaker()
        let issued = try await fixture.tokenRequest(
            headers: .dpop(try maker.proof("POST", Self.tokenURL, at: fixture.now)))
        let answer = try await patients(try issued.member("access_token"), maker, in: fixture)
        #expect(answer.status == .ok && answer.header("DPoP-Nonce") == nil)
    }
}
