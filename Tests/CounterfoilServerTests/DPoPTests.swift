import AuthorizationServer
import Cryptography
import Foundation
import HTTPTypes
import HummingbirdTesting
import JOSE
import Registry
import Testing
import Timekeeping

@testable import CounterfoilServer

/// RFC 9449 from the token request to the API.
@Suite struct DPoPTests {
    private static let base = "http://sandbox-acme.example.test"
    private static let tokenURL = base + OAuthRoutes.tokenPath
    private static let patientsPath = "/api/external/v1/patients"

    private func bound(_ maker: ProofMaker, in fixture: ServerFixture) async throws -> String {
        let response = try await fixture.tokenRequest(
            headers: .dpop(try maker.proof("POST", Self.tokenURL, at: fixture.now)))
        #expect(response.status == .ok)
        #expect(try response.member("token_type") == "DPoP")
        return try response.member("access_token")
    }

    private func patients(
        _ token: String, scheme: String = "DPoP", proof: String?, in fixture: ServerFixture, path: String = patientsPath
    ) async throws -> TestResponse {
        var headers = HTTPFields.dpop(authorization: "\(scheme) \(token)")
        if let proof { headers = .dpop(proof, authorization: "\(scheme) \(token)") }
        return try await fixture.send(.get, path, headers: headers)
    }

    @Test(arguments: DPoPProof.algorithms)
    func `a token bound by a listed algorithm works with proofs of its key`(algorithm: SigningAlgorithm) async throws {
        let fixture = try await ServerFixture()
        let listed = try await fixture.send(.get, OAuthRoutes.metadataPaths[0]).object()
        #expect((listed["dpop_signing_alg_values_supported"] as? [String])?.contains(algorithm.rawValue) == true)
        let maker = try ProofMaker(algorithm)
        let token = try await bound(maker, in: fixture)
        let claims = try CompactJWS(parsing: token).unverifiedClaims()
        #expect(try claims.object.object("cnf")?.string("jkt") == maker.thumbprint)
        let proof = try maker.proof("GET", Self.base + Self.patientsPath, at: fixture.now, token: token)
        #expect(try await patients(token, scheme: "dpop", proof: proof, in: fixture).status == .ok)
        let again = try await patients(token, proof: proof, in: fixture)
        #expect(again.status == .unauthorized)
        #expect(again.header("WWW-Authenticate")?.hasPrefix("DPoP ") == true)
        #expect(again.header("WWW-Authenticate")?.contains("error=\"invalid_dpop_proof\"") == true)
        #expect(again.text.contains("/docs/errors/invalid_dpop_proof"))
    }

    @Test func `query and spelling of the URL do not matter, the host asked does`() async throws {
        let fixture = try await ServerFixture()
        let maker = try ProofMaker()
        let token = try await bound(maker, in: fixture)
        let spelled = try maker.proof(
            "GET", "HTTP://Sandbox-Acme.example.test:80/api/external/v1/./patients", at: fixture.now, token: token)
        let path = Self.patientsPath + "?pageSize=1"
        #expect(try await patients(token, proof: spelled, in: fixture, path: path).status == .ok)
        let other = try maker.proof(
            "GET", "http://zenith.example.test/api/external/v1/patients", at: fixture.now, token: token)
        #expect(try await patients(token, proof: other, in: fixture).status == .unauthorized)
    }

    static let faults: [(String, [String: String?])] = [
        ("dpop_proof_claim_missing", ["jti": String?.none]), ("dpop_proof_claim_missing", ["iat": String?.none]),
        ("dpop_proof_claim_missing", ["htm": String?.none]), ("dpop_proof_claim_missing", ["htu": String?.none]),
        ("dpop_proof_htm", ["htm": "\"GET\""]), ("dpop_proof_htu", ["htu": "\"\(base)/api/identity\""]),
        ("dpop_proof_stale", ["iat": "1795559800"]), ("dpop_proof_not_yet_valid", ["iat": "1795559960"]),
        ("dpop_proof_stale", ["exp": "1795559580"]), ("dpop_proof_not_yet_valid", ["nbf": "1795560180"]),
        ("dpop_proof_malformed", ["iat": "\"now\""]),
    ]

    @Test(arguments: faults)
    func `a wrong proof is refused at the token endpoint, which tells why`(
        reason: String, changes: [String: String?]
    ) async throws {
        let fixture = try await ServerFixture()
        let proof = try ProofMaker().proof("POST", Self.tokenURL, at: fixture.now, changing: changes)
        let response = try await fixture.tokenRequest(headers: .dpop(proof))
        #expect(response.status == .badRequest)
        #expect(try response.member("error") == "invalid_dpop_proof")
        #expect(response.header("Cache-Control") == "no-store")
        #expect(fixture.logLines.all.contains { $0.contains(reason) })
        #expect(!fixture.logLines.all.contains { $0.contains(proof) })
    }

    @Test func `a proof is taken once, and one to a request`() async throws {
        let fixture = try await ServerFixture()
        let maker = try ProofMaker()
        let proof = try maker.proof("POST", Self.tokenURL, at: fixture.now)
        let second = try maker.proof("POST", Self.tokenURL, at: fixture.now)
        let two = try await fixture.tokenRequest(headers: .dpop(proof, second))
        #expect(try two.member("error") == "invalid_dpop_proof")
        #expect(try await fixture.tokenRequest(headers: .dpop(proof)).status == .ok)
        #expect(try await fixture.tokenRequest(headers: .dpop(proof)).member("error") == "invalid_dpop_proof")
        #expect(try await fixture.tokenRequest(headers: .dpop("")).member("error") == "invalid_dpop_proof")
        let bearer = try maker.proof("POST", Self.tokenURL, at: fixture.now, type: "JWT")
        #expect(try await fixture.tokenRequest(headers: .dpop(bearer)).member("error") == "invalid_dpop_proof")
    }

    @Test(arguments: [-10, 10] as [Int64])
    func `a clock ten seconds off passes`(offset: Int64) async throws {
        let fixture = try await ServerFixture()
        let maker = try ProofMaker()
        let moment = fixture.now.adding(seconds: offset)
        let issued = try await fixture.tokenRequest(headers: .dpop(try maker.proof("POST", Self.tokenURL, at: moment)))
        #expect(issued.status == .ok)
        let token = try issued.member("access_token")
        let proof = try maker.proof("GET", Self.base + Self.patientsPath, at: moment, token: token)
        #expect(try await patients(token, proof: proof, in: fixture).status == .ok)
    }

    @Test func `a stolen token is worth nothing without its key`() async throws {
        let fixture = try await ServerFixture()
        let maker = try ProofMaker()
        let token = try await bound(maker, in: fixture)
        let url = Self.base + Self.patientsPath
        #expect(try await fixture.patientsStatus(token) == 401)
        let missing = try await patients(token, proof: nil, in: fixture)
        #expect(missing.status == .unauthorized)
        let thief = try ProofMaker().proof("GET", url, at: fixture.now, token: token)
        #expect(try await patients(token, proof: thief, in: fixture).status == .unauthorized)
        let otherToken = try maker.proof("GET", url, at: fixture.now, token: token + "x")
        #expect(try await patients(token, proof: otherToken, in: fixture).status == .unauthorized)
        let noToken = try maker.proof("GET", url, at: fixture.now)
        #expect(try await patients(token, proof: noToken, in: fixture).status == .unauthorized)
        // A token of the usual form is no DPoP token, whatever comes with it.
        let bearer = try await fixture.token()
        let proof = try maker.proof("GET", url, at: fixture.now, token: bearer)
        #expect(try await patients(bearer, proof: proof, in: fixture).status == .unauthorized)
        #expect(try await fixture.patientsStatus(bearer) == 200)
    }

    @Test func `a client whose tokens must be bound gets none without a proof`() async throws {
        let fixture = try await ServerFixture()
        var settings = ClientSettingsChange()
        settings.tokenBinding = .dpop
        let created = try await fixture.change(
            CreateClient(
                subscription: fixture.subscription.text, environment: .sandbox, name: "Bound", scopes: [],
                tokenLifetimeSeconds: nil, settings: settings))
        let client = ServerFixture.Credentials(
            id: created.client.id.text, secretID: "", secret: try created.firstSecret.secret.text.exposed)
        let refused = try await fixture.tokenRequest(client)
        #expect(refused.status == .badRequest)
        #expect(try refused.member("error_description").contains("DPoP"))
        let proof = try ProofMaker().proof("POST", Self.tokenURL, at: fixture.now)
        #expect(try await fixture.tokenRequest(client, headers: .dpop(proof)).status == .ok)
    }

    @Test func `a refused client spends no proof and learns nothing of it`() async throws {
        let fixture = try await ServerFixture()
        let wrong = ServerFixture.Credentials(
            id: fixture.sandbox.id, secretID: "", secret: fixture.production.secret)
        let proof = try ProofMaker().proof("POST", Self.tokenURL, at: fixture.now)
        let refused = try await fixture.tokenRequest(wrong, headers: .dpop(proof))
        #expect(try refused.member("error") == "invalid_client")
        #expect(try await fixture.tokenRequest(wrong, headers: .dpop("x")).member("error") == "invalid_client")
        #expect(try await fixture.tokenRequest(headers: .dpop(proof)).status == .ok)
    }

    /// Lets a span of time pass, and the server hear of the store after it.
    private func advance(_ fixture: ServerFixture) async throws {
        fixture.advance(seconds: DPoPNonces.slotSeconds)
        #expect(await fixture.assembly.changeFollower.follow(isJournalBehind: false) == false)
    }

    @Test func `a nonce is asked for where a setting says so, and lasts for two spans of time`() async throws {
        let fixture = try await ServerFixture { $0.requiresDPoPNonce = true }
        let maker = try ProofMaker()
        func request(_ nonce: String?) async throws -> TestResponse {
            try await fixture.tokenRequest(
                headers: .dpop(try maker.proof("POST", Self.tokenURL, at: fixture.now, nonce: nonce)))
        }
        let asked = try await request(nil)
        #expect(asked.status == .badRequest)
        #expect(try asked.member("error") == "use_dpop_nonce")
        let nonce = try #require(asked.header("DPoP-Nonce"))
        let issued = try await request(nonce)
        #expect(issued.status == .ok)
        #expect(issued.header("DPoP-Nonce") == nonce)
        try await advance(fixture)
        let later = try await request(nonce)
        #expect(later.status == .ok)
        #expect(later.header("DPoP-Nonce") != nonce)
        try await advance(fixture)
        let old = try await request(nonce)
        #expect(try old.member("error") == "use_dpop_nonce")
        #expect(old.header("DPoP-Nonce") != nonce)
        #expect(try await request("guess").member("error") == "use_dpop_nonce")
        // Who sends no proof is not concerned.
        #expect(try await fixture.tokenRequest().status == .ok)
    }

    @Test func `introspection says what the token is bound to`() async throws {
        let fixture = try await ServerFixture()
        let maker = try ProofMaker()
        let token = try await bound(maker, in: fixture)
        let caller = try await fixture.change(
            CreateClient(
                subscription: fixture.subscription.text, environment: .sandbox, name: "RS", scopes: [],
                tokenLifetimeSeconds: nil, settings: .introspecting("external")))
        let answer = try await fixture.send(
            .post, OAuthRoutes.introspectionPath,
            headers: [.contentType: "application/x-www-form-urlencoded"],
            body: "token=\(token)&client_id=\(caller.client.id.text)"
                + "&client_secret=\(try caller.firstSecret.secret.text.exposed)"
        ).object()
        #expect(answer["active"] as? Bool == true)
        #expect(answer["token_type"] as? String == "DPoP")
        #expect((answer["cnf"] as? [String: String]) == ["jkt": maker.thumbprint])
    }
}
