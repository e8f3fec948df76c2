import Crypto
import JOSE
import Testing

struct CompactJWSTests {
    /// One key for all tests; what is forged here is forged against it.
    private static let signing = Result { try SigningKey.generate(.es256) }
    private static let payload = #"{"iss":"me"}"#

    /// Three parts with any header and the right signature over them.
    private func signed(header: String, payload: String = payload, key: SigningKey? = nil) throws -> String {
        let start = Base64URL.encode(header.utf8) + "." + Base64URL.encode(payload.utf8)
        let signature = try (key ?? Self.signing.get()).signature(over: Array(start.utf8))
        return start + "." + Base64URL.encode(signature)
    }

    @Test(arguments: SignatureVector.all)
    func `signatures that others made verify`(vector: SignatureVector) throws {
        let key = try JSONWebKey(json: Array(vector.key.utf8))
        let jws = try CompactJWS(parsing: vector.compact)
        #expect(jws.header.algorithm == vector.algorithm)
        #expect(try jws.verify(with: key).key == key)
    }

    @Test(arguments: SignatureVector.all)
    func `a flipped bit anywhere does not verify`(vector: SignatureVector) throws {
        let key = try JSONWebKey(json: Array(vector.key.utf8))
        let bytes = Array(vector.compact.utf8)
        for position in stride(from: 0, to: bytes.count, by: 7) {
            var changed = bytes
            changed[position] ^= 1
            #expect(throws: JOSEError.self) {
                _ = try CompactJWS(parsing: String(decoding: changed, as: UTF8.self)).verify(with: key)
            }
        }
    }

    @Test(arguments: SignatureVector.all)
    func `no other key verifies a signature`(vector: SignatureVector) throws {
        let jws = try CompactJWS(parsing: vector.compact)
        for other in SignatureVector.all where other.key != vector.key {
            let key = try JSONWebKey(json: Array(other.key.utf8))
            #expect(throws: JOSEError.self) { try jws.verify(with: key) }
        }
    }

    static let shapes: [(String, JOSEError)] = [
        ("", JOSEError.partCount), ("a", .partCount), ("a.b", .partCount), ("a.b.c.d", .partCount),
        ("a.b.c.d.e", .partCount), ("..", .json(.syntax)), ("e30.e30.", .memberMissing("alg")),
        ("eyJhbGciOiJFUzI1NiJ9=.e30.AA", .base64URL("JWS header")),
        (" eyJhbGciOiJFUzI1NiJ9.e30.AA", .base64URL("JWS header")),
        ("eyJhbGciOiJFUzI1NiJ9.e30=.AA", .base64URL("JWS payload")),
        ("eyJhbGciOiJFUzI1NiJ9.e31.AA", .base64URL("JWS payload")),
        ("eyJhbGciOiJFUzI1NiJ9.e30.AA\n", .base64URL("JWS signature")),
        ("eyJhbGciOiJFUzI1NiJ9.e30.AB", .base64URL("JWS signature")),
        ("eyJhbGciOiJFUzI1NiJ9.e30.A+", .base64URL("JWS signature")),
    ]

    @Test(arguments: shapes)
    func `what is not three parts of canonical base64url is refused`(text: String, error: JOSEError) {
        #expect(throws: error) { try CompactJWS(parsing: text) }
    }

    static let headers: [(String, JOSEError)] = [
        (#"{"alg":"none"}"#, JOSEError.algorithmUnsupported), (#"{"alg":"NONE"}"#, .algorithmUnsupported),
        (#"{"alg":"HS256"}"#, .algorithmUnsupported), (#"{"alg":"HS512"}"#, .algorithmUnsupported),
        (#"{"alg":"es256"}"#, .algorithmUnsupported), (#"{"alg":"ES512"}"#, .algorithmUnsupported),
        (#"{"alg":""}"#, .algorithmUnsupported), (#"{"alg":null}"#, .memberForm("alg", wanted: "a string")),
        (#"{"alg":["ES256"]}"#, .memberForm("alg", wanted: "a string")), (#"{"typ":"JWT"}"#, .memberMissing("alg")),
        (#"{"alg":"ES256","crit":["exp"],"exp":1}"#, .criticalExtension),
        (#"{"alg":"ES256","crit":[]}"#, .criticalExtension), (#"{"alg":"ES256","b64":false}"#, .criticalExtension),
        (#"{"alg":"ES256","alg":"none"}"#, .json(.duplicateMember)),
        (#"{"alg":"none","alg":"ES256"}"#, .json(.duplicateMember)),
        (#"{"alg":"ES256","x":{"a":1,"a":2}}"#, .json(.duplicateMember)),
        (#"{"alg":"ES256","jku":"https://attacker.example/keys"}"#, .keyInHeader),
        (#"{"alg":"ES256","x5u":"https://attacker.example/cert"}"#, .keyInHeader),
        (#"{"alg":"ES256","x5c":["AA=="]}"#, .keyInHeader), (#"{"alg":"ES256","jwk":{"kty":"EC"}}"#, .keyInHeader),
        (#"{"alg":"ES256","kid":1}"#, .memberForm("kid", wanted: "a string")),
        (#"{"alg":"ES256","typ":1}"#, .memberForm("typ", wanted: "a string")),
        (#"["alg","ES256"]"#, .json(.notObject)), (#"{"alg":"ES256"} "#, .partCount),
    ]

    @Test(arguments: headers)
    func `a header that asks for something else is refused though the signature is right`(
        header: String, error: JOSEError
    ) throws {
        // The last row is not a fault of the header: a fourth part is.
        let text = try signed(header: header) + (error == .partCount ? ".e30" : "")
        #expect(throws: error) { try CompactJWS(parsing: text) }
    }

    @Test
    func `our public key is no secret key of an HMAC`() throws {
        let publicKey = try Self.signing.get().publicKey
        let start = Base64URL.encode(#"{"alg":"HS256"}"#.utf8) + "." + Base64URL.encode(Self.payload.utf8)
        let code = HMAC<SHA256>.authenticationCode(
            for: Array(start.utf8), using: SymmetricKey(data: publicKey.json.bytes))
        #expect(throws: JOSEError.algorithmUnsupported) {
            try CompactJWS(parsing: start + "." + Base64URL.encode(Array(code)))
        }
    }

    @Test
    func `sizes are held before anything is decoded`() {
        let limit = JOSELimits.compactBytes
        #expect(throws: JOSEError.tooLong("JWS", limitBytes: limit)) {
            try CompactJWS(parsing: String(repeating: "A", count: 1_048_576) + ".e30.AA")
        }
        #expect(throws: JOSEError.tooLong("JWS header", limitBytes: JOSELimits.headerBytes)) {
            try CompactJWS(parsing: String(repeating: "!", count: 8_000) + ".e30.AA")
        }
        let deep = #"{"alg":"ES256","x":"# + String(repeating: "[", count: 2_000)
        #expect(throws: JOSEError.json(.tooDeep)) {
            try CompactJWS(parsing: Base64URL.encode(deep.utf8) + ".e30.AA")
        }
        #expect(throws: JOSEError.tooLong("`kid`", limitBytes: 256)) {
            let header = "{\"alg\":\"ES256\",\"kid\":\"\(String(repeating: "k", count: 257))\"}"
            return try CompactJWS(parsing: Base64URL.encode(header.utf8) + ".e30.AA")
        }
    }

    @Test
    func `the type is compared without regard to case and to application`() throws {
        for type in ["at+jwt", "AT+JWT", "application/at+jwt", "Application/AT+jwt"] {
            let jws = try CompactJWS(parsing: signed(header: #"{"alg":"ES256","typ":"\#(type)"}"#))
            #expect(jws.header.type == "at+jwt")
        }
    }

    @Test
    func `a key in the header is overlooked or wanted only where a rule says so`() throws {
        let key = String(decoding: try Self.signing.get().publicKey.json.bytes, as: UTF8.self)
        let text = try signed(header: #"{"alg":"ES256","jwk":\#(key)}"#)
        #expect(throws: JOSEError.keyInHeader) { try CompactJWS(parsing: text) }
        #expect(try CompactJWS(parsing: text, ownKey: .embedded).header.embeddedKey?.string("kty") == "EC")
        #expect(throws: JOSEError.memberMissing("jwk")) {
            try CompactJWS(parsing: signed(header: #"{"alg":"ES256"}"#), ownKey: .embedded)
        }
        let pointing = try signed(header: #"{"alg":"ES256","jku":"https://me.example/keys","jwk":\#(key)}"#)
        #expect(throws: JOSEError.keyInHeader) { try CompactJWS(parsing: pointing, ownKey: .embedded) }
        let overlooked = try CompactJWS(parsing: pointing, ownKey: .overlooked)
        #expect(overlooked.header.keySetURL == "https://me.example/keys")
    }

    @Test
    func `signatures of ES256 in DER, of another length, or of zeros are refused`() throws {
        let start = Base64URL.encode(#"{"alg":"ES256"}"#.utf8) + "." + Base64URL.encode(Self.payload.utf8)
        let key = try Self.signing.get()
        let raw = try key.signature(over: Array(start.utf8))
        let inDER = try P256.Signing.ECDSASignature(rawRepresentation: raw).derRepresentation
        let zeros = [UInt8](repeating: 0, count: 32)
        let forgeries: [[UInt8]] = [
            Array(inDER), Array(raw.dropLast()), raw + [0], [], zeros + zeros, zeros + raw.suffix(32),
            raw.prefix(32) + zeros,
        ]
        for forgery in forgeries {
            let jws = try CompactJWS(parsing: start + "." + Base64URL.encode(forgery))
            #expect(throws: JOSEError.signatureInvalid) { try jws.verify(with: key.publicKey) }
        }
        #expect(throws: Never.self) {
            try CompactJWS(parsing: start + "." + Base64URL.encode(raw)).verify(with: key.publicKey)
        }
    }

    @Test
    func `a key set verifies with the key that the header names and no other`() throws {
        let mine = try Self.signing.get()
        let other = try SigningKey.generate(.es256)
        let set = JSONWebKeySet(keys: [other.publicKey, mine.publicKey])
        let named = try CompactJWS(parsing: mine.sign(Array(Self.payload.utf8), type: "JWT"))
        #expect(try named.verify(with: set).key.keyID == mine.publicKey.thumbprint)
        #expect(throws: JOSEError.keyNotFound) { try named.verify(with: JSONWebKeySet(keys: [other.publicKey])) }
        // Signed by one key and named as another of the set.
        let header = #"{"alg":"ES256","kid":"\#(other.publicKey.thumbprint)"}"#
        let foreign = try CompactJWS(parsing: signed(header: header))
        #expect(throws: JOSEError.signatureInvalid) { try foreign.verify(with: set) }
        let nameless = try CompactJWS(parsing: signed(header: #"{"alg":"ES256"}"#))
        #expect(throws: JOSEError.keyNotFound) { try nameless.verify(with: set) }
        #expect(throws: Never.self) { try nameless.verify(with: JSONWebKeySet(keys: [mine.publicKey])) }
    }

    @Test
    func `a key held to one algorithm verifies no other`() throws {
        let vector = SignatureVector.joserfcPS256
        let held = try JSONWebKey(json: Array((vector.key.dropLast() + #","alg":"RS256"}"#).utf8))
        #expect(throws: JOSEError.algorithmNotOfKey) { try CompactJWS(parsing: vector.compact).verify(with: held) }
    }
}
