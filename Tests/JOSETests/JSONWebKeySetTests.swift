import JOSE
import Testing

struct JSONWebKeySetTests {
    private static let elliptic = SignatureVector.rfc7515A3.key
    private static let octets = SignatureVector.rfc8037A4.key

    /// A key of the vectors with further members.
    private static func key(_ text: String, _ members: String) -> String {
        text.dropLast() + "," + members + "}"
    }

    private func set(
        _ keys: String..., reading: JSONWebKeySet.Reading = .strict
    ) throws(JOSEError) -> JSONWebKeySet {
        try JSONWebKeySet(json: Array("{\"keys\":[\(keys.joined(separator: ","))]}".utf8), reading: reading)
    }

    @Test(arguments: [JSONWebKeySet.Reading.strict, .lenient])
    func `keys of unknown type, curve or use are skipped and the others kept`(reading: JSONWebKeySet.Reading) throws {
        let read = try set(
            #"{"kty":"ML-DSA","kid":"a"}"#, #"{"kty":"EC","crv":"secp256k1","kid":"b"}"#,
            Self.key(Self.octets, #""use":"enc","kid":"c""#), Self.key(Self.elliptic, #""kid":"d""#), reading: reading)
        #expect(read.keys.map(\.keyID) == ["d"])
    }

    @Test
    func `a broken key is named by its position when a set is registered and skipped when it was fetched`() throws {
        let broken = #"{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}"#
        #expect(throws: JOSEError.inKeySet(index: 1, .memberForm("x", wanted: "32 bytes in base64url"))) {
            try set(Self.octets, broken)
        }
        #expect(try set(Self.octets, broken, reading: .lenient).keys.count == 1)
        #expect(throws: JOSEError.inKeySet(index: 0, .keyPrivate("k"))) { try set(#"{"kty":"oct","k":"c2VjcmV0"}"#) }
        #expect(try set(#"{"kty":"oct","k":"c2VjcmV0"}"#, reading: .lenient).keys.isEmpty)
        #expect(throws: JOSEError.inKeySet(index: 0, .memberForm("keys", wanted: "a list of objects"))) {
            try set("1")
        }
    }

    @Test
    func `an unknown kid has no key, not even the only one`() throws {
        let one = try set(Self.key(Self.elliptic, #""kid":"known""#))
        #expect(one.keys(for: "known", algorithm: .es256).count == 1)
        #expect(one.keys(for: "unknown", algorithm: .es256).isEmpty)
        #expect(one.keys(for: "known", algorithm: .rs256).isEmpty)
        #expect(one.has("known"))
        #expect(!one.has("unknown"))
        #expect(try set(Self.elliptic).keys(for: "any", algorithm: .es256).isEmpty)
    }

    @Test
    func `without a kid there is a key only if exactly one fits`() throws {
        let two = try set(Self.elliptic, Self.octets)
        #expect(two.keys(for: nil, algorithm: .es256).count == 1)
        #expect(two.keys(for: nil, algorithm: .es384).isEmpty)
        let twins = try set(Self.elliptic, Self.elliptic)
        #expect(twins.keys(for: nil, algorithm: .es256).isEmpty)
    }

    @Test
    func `a kid may repeat only among keys that no header can confuse`() throws {
        let kid = #""kid":"same""#
        #expect(throws: JOSEError.keyIdentifierRepeated) {
            try set(Self.key(Self.elliptic, kid), Self.key(Self.elliptic, kid))
        }
        let different = try set(Self.key(Self.elliptic, kid), Self.key(Self.octets, kid))
        #expect(different.keys(for: "same", algorithm: .edDSA).count == 1)
        let fetched = try set(Self.key(Self.elliptic, kid), Self.key(Self.elliptic, kid), reading: .lenient)
        #expect(fetched.keys(for: "same", algorithm: .es256).count == 2)
    }

    @Test
    func `size and form of a set are held`() {
        let many = [String](repeating: #"{"kty":"X"}"#, count: 101).joined(separator: ",")
        #expect(throws: JOSEError.tooManyKeys(maximum: 100)) { try set(many) }
        #expect(throws: JOSEError.json(.tooLong)) { try set(String(repeating: " ", count: JOSELimits.keySetBytes)) }
        for text in ["{}", "[]", #"{"keys":{}}"#, #"{"keys":[],"keys":[]}"#, ""] {
            #expect(throws: JOSEError.self) { try JSONWebKeySet(json: Array(text.utf8), reading: .lenient) }
        }
    }

    @Test
    func `a set survives writing and reading`() throws {
        let first = try set(Self.key(Self.elliptic, #""kid":"a""#), Self.octets)
        #expect(try JSONWebKeySet(json: first.json.bytes, reading: .strict) == first)
        #expect(String(decoding: JSONWebKeySet(keys: []).json.bytes, as: UTF8.self) == #"{"keys":[]}"#)
    }
}
