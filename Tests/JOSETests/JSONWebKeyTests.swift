import JOSE
import Testing

struct JSONWebKeyTests {
    private func key(_ text: String) throws(JOSEError) -> JSONWebKey {
        try JSONWebKey(json: Array(text.utf8))
    }

    private static let point =
        #""x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0""#
    private static let octets = #""x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo""#
    /// A modulus of 2048 bits in 342 digits, odd.
    private static let modulus = "_" + String(repeating: "A", count: 340) + "Q"

    @Test
    func `thumbprints are those of the RFCs`() throws {
        // RFC 7638 section 3.1, RFC 8037 appendix A.3, RFC 9449 section 6.1.
        #expect(try key(thumbprintExampleKey).thumbprint == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")
        #expect(
            try key(SignatureVector.rfc8037A4.key).thumbprint == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
        let bound = #"""
            {"kty":"EC","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs","crv":"P-256",
             "y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}
            """#
        #expect(try key(bound).thumbprint == "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")
    }

    @Test
    func `the key decides which algorithms it verifies`() throws {
        #expect(try key(SignatureVector.rfc7515A2.key).algorithms == [.rs256, .rs384, .ps256])
        #expect(try key(thumbprintExampleKey).algorithms == [.rs256])
        #expect(try key("{\"kty\":\"EC\",\"crv\":\"P-256\",\(Self.point)}").algorithms == [.es256])
        #expect(try key(SignatureVector.joserfcES384.key).algorithms == [.es384])
        #expect(try key("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\(Self.octets)}").algorithms == [.edDSA])
    }

    @Test(arguments: SignatureVector.all)
    func `a key survives writing and reading`(vector: SignatureVector) throws {
        let first = try key(vector.key)
        let second = try JSONWebKey(json: first.json.bytes)
        #expect(first == second)
        #expect(first.hashValue == second.hashValue)
    }

    @Test
    func `a key is written with its public members, kid, use and alg`() throws {
        let text = "{\"kty\":\"EC\",\"crv\":\"P-256\",\(Self.point),\"kid\":\"k\",\"alg\":\"ES256\",\"x5t\":\"extra\"}"
        let written = String(decoding: try key(text).json.bytes, as: UTF8.self)
        #expect(
            written
                == "{\"crv\":\"P-256\",\"kty\":\"EC\",\(Self.point),\"kid\":\"k\",\"use\":\"sig\",\"alg\":\"ES256\"}")
    }

    static let unsupported: [(String, String)] = [
        (#"{"kty":"XYZ"}"#, "kty"),
        (#"{"kty":"oct"}"#, "kty"),
        (#"{"kty":"EC","crv":"secp256k1","x":"AA","y":"AA"}"#, "crv"),
        (#"{"kty":"EC","crv":"P-521","x":"AA","y":"AA"}"#, "crv"),
        (#"{"kty":"OKP","crv":"Ed448","x":"AA"}"#, "crv"),
        (#"{"kty":"OKP","crv":"X25519",\#(octets)}"#, "crv"),
        (#"{"kty":"EC","crv":"P-256",\#(point),"use":"enc"}"#, "use"),
        (#"{"kty":"EC","crv":"P-256",\#(point),"key_ops":["deriveKey"]}"#, "key_ops"),
        (#"{"kty":"EC","crv":"P-256",\#(point),"key_ops":[]}"#, "key_ops"),
        (#"{"kty":"EC","crv":"P-256",\#(point),"alg":"ECDH-ES"}"#, "alg"),
        (#"{"kty":"EC","crv":"P-256",\#(point),"alg":"none"}"#, "alg"),
    ]

    @Test(arguments: unsupported)
    func `keys for other things are told from broken ones`(text: String, member: String) {
        #expect(throws: JOSEError.keyUnsupported(member)) { try key(text) }
    }

    @Test(arguments: ["d", "p", "q", "dp", "dq", "qi", "oth", "k"])
    func `a key with a private member is refused`(member: String) {
        #expect(throws: JOSEError.keyPrivate(member)) {
            try key("{\"kty\":\"EC\",\"crv\":\"P-256\",\(Self.point),\"\(member)\":\"AA\"}")
        }
    }

    static let broken: [(String, JOSEError)] = [
        (#"{"crv":"P-256",\#(point)}"#, JOSEError.memberMissing("kty")),
        (#"{"kty":1}"#, .memberForm("kty", wanted: "a string")),
        (#"{"kty":"EC",\#(point)}"#, .memberMissing("crv")),
        (#"{"kty":"EC","crv":"P-256","x":"AA"}"#, .memberForm("x", wanted: "32 bytes in base64url")),
        // A coordinate without its leading zero byte, and one with a byte too much (RFC 7518 section 6.2.1.2).
        (
            #"{"kty":"EC","crv":"P-256","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}"#,
            .memberForm("x", wanted: "32 bytes in base64url")
        ),
        (
            #"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEUA"}"#,
            .memberForm("x", wanted: "32 bytes in base64url")
        ),
        (
            #"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"AAA="}"#,
            .base64URL("member `y`")
        ),
        // The same 32 bytes with a stray bit behind them.
        (
            #"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEV"}"#,
            .base64URL("member `x`")
        ),
        (
            #"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"\#(other)"}"#,
            .keyInvalid("its point is not on the curve P-256")
        ),
        (#"{"kty":"OKP","crv":"Ed25519","x":"AAAA"}"#, .memberForm("x", wanted: "32 bytes in base64url")),
        (
            #"{"kty":"EC","crv":"P-256",\#(point),"alg":"RS256"}"#,
            .keyInvalid("its `alg` does not belong to its `kty` and `crv`")
        ),
        (
            #"{"kty":"EC","crv":"P-256",\#(point),"key_ops":["verify","verify"]}"#,
            .memberForm("key_ops", wanted: "a list without repetition")
        ),
        (#"{"kty":"EC","crv":"P-256",\#(point),"kid":""}"#, .memberForm("kid", wanted: "1 to 256 bytes long")),
        (#"{"kty":"EC","crv":"P-256",\#(point),"kid":7}"#, .memberForm("kid", wanted: "a string")),
        (#"{"kty":"EC","crv":"P-256",\#(point),"x":"AA"}"#, .json(.duplicateMember)),
    ]

    @Test(arguments: broken)
    func `a broken key is refused with what is wrong`(text: String, error: JOSEError) {
        #expect(throws: error) { try key(text) }
    }

    private static let other = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"

    static let numbers: [(String, String)] = [
        ("_w" + String(repeating: "A", count: 168) + "Q", "AQAB"),  // 1024 bits
        ("AP" + String(repeating: "A", count: 340) + "Q", "AQAB"),  // a leading zero byte
        (String(repeating: "_", count: 684), "AQAB"),  // 4104 bits
        ("_" + String(repeating: "A", count: 340) + "g", "AQAB"),  // even
        (modulus, "AQ"), (modulus, "AA"), (modulus, "Ag"), (modulus, ""), (modulus, "AQAAAAE"), (modulus, "AQAB="),
    ]

    @Test(arguments: numbers)
    func `RSA numbers out of bounds are refused`(modulus: String, exponent: String) {
        #expect(throws: JOSEError.self) { try key("{\"kty\":\"RSA\",\"n\":\"\(modulus)\",\"e\":\"\(exponent)\"}") }
    }

    @Test
    func `an RSA key with exponent 3 is read`() throws {
        #expect(try key("{\"kty\":\"RSA\",\"n\":\"\(Self.modulus)\",\"e\":\"Aw\"}").algorithms.count == 3)
    }

    @Test(arguments: [
        "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIA", "7P_______________________________________38",
        "7f_______________________________________38", "7v_______________________________________38",
        "JuiVj8KyJ7BFw_SJ8u-Y8NXfrAXTxjM5sTgCiG1T_AU", "xxdqcD1N2E-6PAt2DRBnDyogU_osOczGTsf9d5KsA3o",
    ])
    func `a point of small order is no key`(point: String) {
        #expect(throws: JOSEError.self) { try key("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"\(point)\"}") }
    }
}
