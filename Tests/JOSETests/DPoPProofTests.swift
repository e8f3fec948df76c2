import Cryptography
import JOSE
import Testing
import Timekeeping

struct DPoPProofTests {
    private static let keys = Result {
        try DPoPProof.algorithms.map { algorithm in try SigningKey.generate(algorithm) }
    }
    private static let now = Timestamp(secondsSince1970: 1_800_000_000)
    private static let url = "https://as.example/api/identity/connect/token"

    /// A proof whose header and claims a test may change; `nil` takes a member out.
    private struct Draft {
        var header: [(String, String)] = [("typ", "\"dpop+jwt\"")]
        var claims: [String: String] = [
            "jti": "\"one\"", "htm": "\"POST\"", "htu": "\"\(url)\"", "iat": "1800000000",
        ]
        var key: SigningKey

        init() throws { key = try #require(try keys.get().first) }

        func with(_ name: String, _ value: String?) -> Draft {
            var copy = self
            copy.claims[name] = value
            return copy
        }

        func text(jwk: String? = nil) throws -> String {
            let publicKey = jwk ?? String(decoding: key.publicKey.json.bytes, as: UTF8.self)
            let members = header + [("alg", "\"\(key.algorithm.rawValue)\""), ("jwk", publicKey)]
            return try Self.signed(
                "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}",
                "{" + claims.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}", by: key)
        }

        static func signed(_ header: String, _ payload: String, by key: SigningKey) throws -> String {
            let start = Base64URL.encode(header.utf8) + "." + Base64URL.encode(payload.utf8)
            return start + "." + Base64URL.encode(try key.signature(over: Array(start.utf8)))
        }
    }

    private func verify(
        _ text: String, method: String = "POST", url: String = DPoPProofTests.url, token: String? = nil,
        at now: Timestamp = DPoPProofTests.now, algorithms: [SigningAlgorithm] = DPoPProof.algorithms
    ) throws(DPoPProofError) -> DPoPProof {
        try DPoPProof(
            verifying: text,
            for: DPoPProof.Occasion(method: method, url: url, accessToken: token, algorithms: algorithms), at: now)
    }

    /// RFC 9449 section 4.1 (figure 2) and section 7.1 (figure 13).
    @Test
    func `the proofs of the RFC verify for their requests and no others`() throws {
        let moment = Timestamp(secondsSince1970: 1_562_262_616)
        let first = try verify(dpopTokenProof, url: "https://server.example.com/token", at: moment)
        #expect(first.thumbprint == "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")
        #expect(first.identifier == "-BwC3ESc6acc2lTc")
        #expect(first.issuedAt == moment)
        let token = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"
        let resource = "https://resource.example.org/protectedresource"
        let second = try verify(dpopResourceProof, method: "GET", url: resource, token: token, at: moment)
        #expect(second.thumbprint == first.thumbprint)
        #expect(DPoPProof.hash(ofAccessToken: token) == "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo")
        #expect(throws: DPoPProofError.otherURL) { try verify(dpopTokenProof, at: moment) }
        #expect(throws: DPoPProofError.otherMethod) {
            try verify(dpopResourceProof, url: resource, token: token, at: moment)
        }
        #expect(throws: DPoPProofError.otherAccessToken) {
            try verify(dpopResourceProof, method: "GET", url: resource, token: token + "x", at: moment)
        }
        #expect(throws: DPoPProofError.claimMissing("ath")) {
            try verify(dpopTokenProof, url: "https://server.example.com/token", token: token, at: moment)
        }
    }

    @Test
    func `every algorithm works, and only those that the occasion allows`() throws {
        for key in try Self.keys.get() {
            var draft = try Draft()
            draft.key = key
            let text = try draft.text()
            #expect(try verify(text).thumbprint == key.publicKey.thumbprint)
            let others = DPoPProof.algorithms.filter { $0 != key.algorithm }
            #expect(throws: DPoPProofError.form(.algorithmUnsupported)) { try verify(text, algorithms: others) }
        }
    }

    static let missing = ["jti", "htm", "htu", "iat"]

    @Test(arguments: missing)
    func `a proof without a claim is refused`(claim: String) throws {
        #expect(throws: DPoPProofError.claimMissing(claim)) { try verify(Draft().with(claim, nil).text()) }
    }

    static let claims: [(String, String, DPoPProofError)] = [
        ("jti", "\"\"", .claimMissing("jti")), ("jti", "7", .form(.memberForm("jti", wanted: "a string"))),
        ("jti", "\"" + String(repeating: "j", count: 257) + "\"", .identifierTooLong),
        ("htm", "\"GET\"", .otherMethod), ("htm", "\"post\"", .otherMethod),
        ("htm", "null", .form(.memberForm("htm", wanted: "a string"))),
        ("htu", "\"https://as.example/api/identity/connect/introspect\"", .otherURL),
        ("htu", "\"http://as.example/api/identity/connect/token\"", .otherURL),
        ("htu", "\"https://as.example.org/api/identity/connect/token\"", .otherURL),
        ("htu", "\"https://as.example/api/identity/connect/token/\"", .otherURL),
        ("htu", "\"https://user@as.example/api/identity/connect/token\"", .otherURL),
        ("htu", "\"/api/identity/connect/token\"", .otherURL), ("htu", "\"\"", .otherURL),
        ("iat", "1799999939", .stale), ("iat", "1800000061", .notYetValid), ("iat", "0", .stale),
        ("exp", "1799999989", .stale), ("nbf", "1800000061", .notYetValid),
        ("nonce", "1", .form(.memberForm("nonce", wanted: "a string"))),
    ]

    @Test(arguments: claims)
    func `a proof with a wrong claim is refused`(name: String, value: String, error: DPoPProofError) throws {
        #expect(throws: error) { try verify(Draft().with(name, value).text()) }
    }

    static let passing: [(String, String)] = [
        ("iat", "1799999990"), ("iat", "1800000010"), ("iat", "1799999940"), ("iat", "1800000060"),
        ("iat", "1800000000.75"), ("exp", "1800000000"), ("nbf", "1800000010"), ("nonce", "\"n\""), ("extra", "[{}]"),
        ("htu", "\"HTTPS://AS.example:443/api/./identity/x/../connect/%74oken?a=b#c\""),
    ]

    @Test(arguments: passing)
    func `clocks may differ, and the URL may be spelled otherwise`(name: String, value: String) throws {
        #expect(throws: Never.self) { try verify(Draft().with(name, value).text()) }
    }

    @Test
    func `the header must bring a public key that verifies the proof`() throws {
        let draft = try Draft()
        let other = try SigningKey.generate(.es256)
        let publicKey = String(decoding: draft.key.publicKey.json.bytes, as: UTF8.self)
        let otherKey = String(decoding: other.publicKey.json.bytes, as: UTF8.self)
        #expect(throws: DPoPProofError.signature) { try verify(draft.text(jwk: otherKey)) }
        let secret = Base64URL.encode(draft.key.privateBytes.exposed)
        #expect(throws: DPoPProofError.form(.keyPrivate("d"))) {
            try verify(draft.text(jwk: publicKey.dropLast() + ",\"d\":\"\(secret)\"}"))
        }
        #expect(throws: DPoPProofError.form(.keyPrivate("k"))) {
            try verify(draft.text(jwk: #"{"kty":"oct","k":"c2VjcmV0"}"#))
        }
        #expect(throws: DPoPProofError.form(.memberForm("jwk", wanted: "an object"))) {
            try verify(draft.text(jwk: "\"key\""))
        }
        let payload = #"{"jti":"one","htm":"POST","htu":"\#(Self.url)","iat":1800000000}"#
        let headers: [(String, DPoPProofError)] = [
            (#"{"typ":"dpop+jwt","alg":"ES256"}"#, .form(.memberMissing("jwk"))),
            (#"{"typ":"JWT","alg":"ES256","jwk":\#(publicKey)}"#, .form(.memberForm("typ", wanted: "dpop+jwt"))),
            (#"{"alg":"ES256","jwk":\#(publicKey)}"#, .form(.memberForm("typ", wanted: "dpop+jwt"))),
            (#"{"typ":"dpop+jwt","alg":"none","jwk":\#(publicKey)}"#, .form(.algorithmUnsupported)),
            (#"{"typ":"dpop+jwt","alg":"HS256","jwk":\#(publicKey)}"#, .form(.algorithmUnsupported)),
            (#"{"typ":"dpop+jwt","alg":"RS256","jwk":\#(publicKey)}"#, .form(.algorithmNotOfKey)),
            (#"{"typ":"dpop+jwt","alg":"ES256","crit":["jwk"],"jwk":\#(publicKey)}"#, .form(.criticalExtension)),
            (#"{"typ":"dpop+jwt","alg":"ES256","jku":"https://x","jwk":\#(publicKey)}"#, .form(.keyInHeader)),
        ]
        for (header, error) in headers {
            #expect(throws: error) { try verify(Draft.signed(header, payload, by: draft.key)) }
        }
        #expect(throws: DPoPProofError.form(.partCount)) { try verify("") }
        #expect(throws: DPoPProofError.form(.partCount)) { try verify("a.b.c, a.b.c") }
    }

    @Test
    func `a proof is taken in once for a user and a key`() throws {
        let set = ProofReplaySet()
        let proof = try verify(Draft().text())
        try set.insert(proof, of: ProofOwner(space: "realm", user: "client"), at: Self.now)
        #expect(throws: DPoPProofError.replayed) {
            try set.insert(proof, of: ProofOwner(space: "realm", user: "client"), at: Self.now)
        }
        // Signed anew with another iat, so in another slot, but with the old jti.
        let again = try verify(Draft().with("iat", "1800000055").text())
        #expect(throws: DPoPProofError.replayed) {
            try set.insert(again, of: ProofOwner(space: "realm", user: "client"), at: Self.now)
        }
        try set.insert(proof, of: ProofOwner(space: "realm", user: "other"), at: Self.now)
        var draft = try Draft()
        draft.key = try SigningKey.generate(.es256)
        try set.insert(verify(draft.text()), of: ProofOwner(space: "realm", user: "client"), at: Self.now)
        #expect(set.count == 3)
    }

    @Test(arguments: [-60, 0, 59, 60] as [Int64])
    func `a proof is remembered as long as it passes, and then forgotten`(offset: Int64) throws {
        let set = ProofReplaySet()
        let text = try Draft().with("iat", String(1_800_000_000 + offset)).text()
        try set.insert(verify(text), of: ProofOwner(space: "r", user: "u"), at: Self.now)
        let last = Self.now.adding(seconds: offset + JOSELimits.proofAgeSeconds)
        #expect(throws: DPoPProofError.replayed) {
            try set.insert(verify(text, at: last), of: ProofOwner(space: "r", user: "u"), at: last)
        }
        let later = last.adding(seconds: 1)
        #expect(throws: DPoPProofError.stale) { try verify(text, at: later) }
        let afterAll = last.adding(seconds: 121)
        let fresh = try Draft().with("iat", String(afterAll.secondsSince1970)).text()
        try set.insert(verify(fresh, at: afterAll), of: ProofOwner(space: "r", user: "u"), at: afterAll)
        #expect(set.count == 1)
    }

    @Test
    func `one user cannot fill the set for the others`() throws {
        let set = ProofReplaySet(proofsPerUserMaximum: 2, proofsMaximum: 3)
        func insert(_ jti: String, _ user: String) throws {
            let proof = try verify(Draft().with("jti", "\"\(jti)\"").text())
            try set.insert(proof, of: ProofOwner(space: "r", user: user), at: Self.now)
        }
        try insert("1", "a")
        try insert("2", "a")
        #expect(throws: DPoPProofError.tooMany) { try insert("3", "a") }
        // A user without room is told of the proofs that it has used all the same.
        #expect(throws: DPoPProofError.replayed) { try insert("2", "a") }
        try insert("3", "b")
        #expect(throws: DPoPProofError.memoryFull) { try insert("4", "b") }
        #expect(set.count == 3)
    }

    @Test
    func `one space cannot fill the set for the others, and has room again when its proofs are forgotten`() throws {
        let set = ProofReplaySet(proofsPerUserMaximum: 2, proofsPerSpaceMaximum: 3, proofsMaximum: 5)
        func insert(_ jti: String, _ space: String, _ user: String, after seconds: Int64 = 0) throws {
            let now = Self.now.adding(seconds: seconds)
            let text = try Draft().with("iat", String(now.secondsSince1970)).with("jti", "\"\(jti)\"").text()
            try set.insert(verify(text, at: now), of: ProofOwner(space: space, user: user), at: now)
        }
        for (jti, user) in [("1", "a"), ("2", "a"), ("3", "b")] { try insert(jti, "r", user) }
        #expect(throws: DPoPProofError.memoryFull) { try insert("4", "r", "b") }
        #expect(throws: DPoPProofError.memoryFull) { try insert("4", "r", "c") }
        try insert("4", "s", "c")
        try insert("5", "s", "c")
        #expect(throws: DPoPProofError.memoryFull) { try insert("6", "t", "d") }
        #expect(set.count == 5)
        for (jti, user) in [("1", "a"), ("2", "a"), ("3", "b")] { try insert(jti, "r", user, after: 181) }
        #expect(throws: DPoPProofError.memoryFull) { try insert("4", "r", "b", after: 181) }
        #expect(set.count == 3)
    }

    @Test
    func `every refusal has a word of its own for operators and a sentence for developers`() {
        let errors: [DPoPProofError] = [
            .count(0), .count(2), .form(.partCount), .signature, .claimMissing("jti"), .identifierTooLong, .stale,
            .notYetValid, .otherMethod, .otherURL, .otherAccessToken, .otherKey, .nonce, .replayed, .tooMany,
            .memoryFull,
        ]
        #expect(Set(errors.map(\.reason)).count == errors.count)
        #expect(Set(errors.map(\.description)).count == errors.count)
    }
}
