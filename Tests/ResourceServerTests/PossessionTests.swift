import FoundationEssentials
import JOSE
import ResourceServer
import Testing
import Timekeeping

/// Tokens are bound as their text says.
private struct BoundValidator: AccessTokenValidator {
    let confirmation: TokenConfirmation?
    var proofAlgorithms: [SigningAlgorithm]?

    func validate(_ token: String) async throws(AccessTokenValidationError) -> ValidatedToken {
        ValidatedToken(
            identifier: token, clientID: "client", clientNumber: nil, scopes: ["external"], resource: "r",
            issuedAt: Date(timeIntervalSince1970: 0), expiresAt: Date(timeIntervalSince1970: 1),
            confirmation: confirmation, proofAlgorithms: proofAlgorithms)
    }
}

struct PossessionTests {
    private static let now = Timestamp(secondsSince1970: 1_800_000_000)
    private static let url = "https://api.example/patients"
    private static let token = "abc.def.ghi"

    private let key: SigningKey
    private let check = AccessTokenGuard(
        protectionSpace: "demo", requirement: ScopeRequirement("external"),
        proofs: ProofVerifier(algorithms: [.es256], timeSource: TimeSource { PossessionTests.now }))

    init() throws {
        key = try SigningKey.generate(.es256)
    }

    private func proof(
        jti: String = "1", method: String = "GET", url: String = PossessionTests.url, iat: Int64 = 1_800_000_000,
        token: String? = PossessionTests.token, key: SigningKey? = nil, nonce: String? = nil
    ) throws -> String {
        let key = key ?? self.key
        var header = JSONObjectWriter()
        header.add("typ", "dpop+jwt")
        header.add("alg", key.algorithm.rawValue)
        header.add("jwk", key.publicKey.json)
        var claims = JSONObjectWriter()
        claims.add("jti", jti)
        claims.add("htm", method)
        claims.add("htu", url)
        claims.add("iat", iat)
        if let nonce { claims.add("nonce", nonce) }
        if let token { claims.add("ath", DPoPProof.hash(ofAccessToken: token)) }
        let start = Base64URL.encode(header.bytes) + "." + Base64URL.encode(claims.bytes)
        return start + "." + Base64URL.encode(try key.signature(over: Array(start.utf8)))
    }

    private func presentation(
        _ scheme: String, proofs: [String] = [], certificate: String? = nil
    ) -> TokenPresentation {
        TokenPresentation(
            authorization: ["\(scheme) \(Self.token)"], proofs: proofs, method: "GET", url: Self.url + "?page=2",
            certificateThumbprint: certificate)
    }

    private func refusal(
        _ presentation: TokenPresentation, boundTo confirmation: TokenConfirmation?,
        algorithms: [SigningAlgorithm]? = nil, by check: AccessTokenGuard? = nil
    ) async -> BearerRefusal? {
        do throws(BearerRefusal) {
            _ = try await (check ?? self.check).admit(
                presentation, validator: BoundValidator(confirmation: confirmation, proofAlgorithms: algorithms))
            return nil
        } catch {
            return error
        }
    }

    private var bound: TokenConfirmation { .keyThumbprint(key.publicKey.thumbprint) }

    @Test(arguments: ["DPoP", "dpop", "DPOP"])
    func `a bound token with a proof of its key is admitted`(scheme: String) async throws {
        #expect(await refusal(presentation(scheme, proofs: [try proof()]), boundTo: bound) == nil)
    }

    @Test
    func `a proof is accepted once`() async throws {
        let text = try proof()
        #expect(await refusal(presentation("DPoP", proofs: [text]), boundTo: bound) == nil)
        let second = try #require(await refusal(presentation("DPoP", proofs: [text]), boundTo: bound))
        #expect(second.reason == "dpop_proof_replayed")
        #expect(await refusal(presentation("DPoP", proofs: [try proof(jti: "2")]), boundTo: bound) == nil)
    }

    @Test
    func `a proof that proves nothing is 401 invalid_dpop_proof with the algorithms`() async throws {
        let other = try SigningKey.generate(.es256)
        let cases: [([String], String)] = [
            ([], "dpop_proof_missing"), ([try proof(), try proof(jti: "2")], "dpop_proof_repeated"),
            ([try proof(method: "POST")], "dpop_proof_htm"), ([try proof(url: Self.url + "/1")], "dpop_proof_htu"),
            ([try proof(iat: 1_799_999_900)], "dpop_proof_stale"),
            ([try proof(iat: 1_800_000_100)], "dpop_proof_not_yet_valid"),
            ([try proof(token: nil)], "dpop_proof_claim_missing"), ([try proof(token: "other")], "dpop_proof_ath"),
            ([try proof(key: other)], "dpop_proof_other_key"),
            ([try proof(key: SigningKey.generate(.edDSA))], "dpop_proof_malformed"),
            (["not.a.proof"], "dpop_proof_malformed"),
        ]
        for (proofs, reason) in cases {
            let refusal = try #require(await refusal(presentation("DPoP", proofs: proofs), boundTo: bound))
            #expect(refusal.status == 401)
            #expect(refusal.reason == reason)
            #expect(refusal.challenges.map(\.scheme) == [.dpop])
            #expect(refusal.challenge?.error == "invalid_dpop_proof")
            #expect(refusal.challenge?.algorithms == ["ES256"])
        }
    }

    @Test
    func `a bound token as a bearer token and a bearer token as a bound one are refused`() async throws {
        let stolen = try #require(await refusal(presentation("Bearer", proofs: [try proof()]), boundTo: bound))
        #expect(stolen.status == 401)
        #expect(stolen.reason == "token_binding_unproven")
        #expect(stolen.challenge?.scheme == .dpop)
        #expect(stolen.challenge?.error == "invalid_token")
        let free = try #require(await refusal(presentation("DPoP", proofs: [try proof()]), boundTo: nil))
        #expect(free.reason == "token_binding_unproven")
        #expect(free.challenge?.scheme == .bearer)
    }

    @Test
    func `a token bound to a certificate needs that certificate`() async throws {
        let binding = TokenConfirmation.certificateThumbprint("thumb")
        #expect(await refusal(presentation("Bearer", certificate: "thumb"), boundTo: binding) == nil)
        for certificate in [nil, "other", ""] {
            let refusal = try #require(
                await refusal(presentation("Bearer", certificate: certificate), boundTo: binding))
            #expect(refusal.status == 401)
            #expect(refusal.reason == "token_binding_unproven")
            #expect(refusal.challenge?.error == "invalid_token")
        }
        let proven = presentation("DPoP", proofs: [try proof()], certificate: "thumb")
        #expect(await refusal(proven, boundTo: binding)?.reason == "token_binding_unproven")
        #expect(await refusal(presentation("Bearer", certificate: "thumb"), boundTo: nil) == nil)
    }

    private func check(
        _ algorithms: [SigningAlgorithm] = [.es256], replays: ProofReplaySet = ProofReplaySet(),
        nonces: ProofNonces? = nil
    ) -> AccessTokenGuard {
        AccessTokenGuard(
            protectionSpace: "demo", requirement: ScopeRequirement("external"),
            proofs: ProofVerifier(
                algorithms: algorithms, replays: replays, nonces: nonces,
                timeSource: TimeSource { PossessionTests.now }))
    }

    @Test
    func `a nonce is asked for with 401 use_dpop_nonce, and a proof with it is accepted`() async throws {
        let check = check(
            nonces: ProofNonces(
                current: { "n\($0.secondsSince1970)" }, accepts: { $0 == "n\($1.secondsSince1970)" }))
        for nonce in [nil, "", "old"] {
            let text = try proof(nonce: nonce)
            let refusal = try #require(await refusal(presentation("DPoP", proofs: [text]), boundTo: bound, by: check))
            #expect(refusal.status == 401 && refusal.reason == "dpop_proof_nonce")
            #expect(refusal.nonce == "n1800000000" && refusal.challenges.map(\.scheme) == [.dpop])
            #expect(refusal.challenge?.error == "use_dpop_nonce" && refusal.challenge?.algorithms == ["ES256"])
        }
        // The jti of a proof that was refused for its nonce was not used up.
        let right = presentation("DPoP", proofs: [try proof(nonce: "n1800000000")])
        #expect(await refusal(right, boundTo: bound, by: check) == nil)
        #expect(await refusal(right, boundTo: bound, by: check)?.reason == "dpop_proof_replayed")
    }

    @Test
    func `what cannot be remembered is not accepted, and may be tried again later`() async throws {
        let user = check(replays: ProofReplaySet(proofsPerUserMaximum: 1))
        let space = check(replays: ProofReplaySet(proofsPerSpaceMaximum: 1))
        for (check, status, reason) in [
            (user, 429, "dpop_proofs_too_many"), (space, 503, "dpop_proofs_memory_full"),
        ] {
            #expect(await refusal(presentation("DPoP", proofs: [try proof()]), boundTo: bound, by: check) == nil)
            let second = presentation("DPoP", proofs: [try proof(jti: "2")])
            let refusal = try #require(await refusal(second, boundTo: bound, by: check))
            #expect(refusal.status == status && refusal.reason == reason)
            #expect(refusal.retryAfterSeconds == 60 && refusal.challenges.isEmpty)
        }
    }

    @Test
    func `a token whose client is held to fewer algorithms takes proofs by these only`() async throws {
        let check = check([.es256, .es384])
        let other = try SigningKey.generate(.es384)
        let otherBinding = TokenConfirmation.keyThumbprint(other.publicKey.thumbprint)
        let wide = presentation("DPoP", proofs: [try proof(key: other)])
        #expect(await refusal(wide, boundTo: otherBinding, by: check) == nil)
        let narrow = presentation("DPoP", proofs: [try proof(jti: "2", key: other)])
        let refusal = try #require(
            await refusal(narrow, boundTo: otherBinding, algorithms: [.es256, .ps256], by: check))
        #expect(refusal.status == 401 && refusal.challenge?.error == "invalid_dpop_proof")
        #expect(refusal.challenge?.algorithms == ["ES256"])
        let right = presentation("DPoP", proofs: [try proof(jti: "3")])
        #expect(await self.refusal(right, boundTo: bound, algorithms: [.es256, .ps256], by: check) == nil)
    }

    @Test
    func `where DPoP is not known bound tokens are refused and the scheme is no credentials`() async throws {
        let plain = AccessTokenGuard(protectionSpace: "demo", requirement: ScopeRequirement("external"))
        let unknown = try #require(
            await refusal(presentation("DPoP", proofs: [try proof()]), boundTo: bound, by: plain))
        #expect(unknown.reason == "no_access_token")
        #expect(unknown.challenges.map(\.scheme) == [.bearer])
        let stolen = try #require(await refusal(presentation("Bearer"), boundTo: bound, by: plain))
        #expect(stolen.reason == "token_binding_unproven")
    }

    @Test
    func `without credentials both schemes are offered`() async throws {
        let refusal = try #require(await refusal(TokenPresentation(authorization: []), boundTo: nil))
        #expect(
            refusal.challenges.map(\.description) == [
                #"Bearer realm="demo", scope="external""#, #"DPoP realm="demo", scope="external", algs="ES256""#,
            ])
    }
}
