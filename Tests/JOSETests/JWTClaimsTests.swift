import JOSE
import Testing
import Timekeeping

struct JWTClaimsTests {
    private func claims(_ text: String) throws(JOSEError) -> JWTClaims {
        try JWTClaims(payload: Array(text.utf8))
    }

    @Test
    func `the registered claims are read`() throws {
        let read = try claims(
            #"{"iss":"i","sub":"s","aud":"a","exp":1300819380.25,"nbf":1,"iat":0,"jti":"j","scope":"x y"}"#)
        #expect(read.issuer == "i")
        #expect(read.subject == "s")
        #expect(read.audience == ["a"])
        #expect(read.audienceIsOneString)
        #expect(read.expiresAt == Timestamp(millisecondsSince1970: 1_300_819_380_250))
        #expect(read.notBefore == Timestamp(secondsSince1970: 1))
        #expect(read.issuedAt == Timestamp(secondsSince1970: 0))
        #expect(read.identifier == "j")
        #expect(try read.object.string("scope") == "x y")
        let list = try claims(#"{"aud":["a","b"]}"#)
        #expect(list.audience == ["a", "b"])
        #expect(!list.audienceIsOneString)
        #expect(try claims("{}").audience == nil)
    }

    private static let number = "a number of seconds since 1970-01-01T00:00:00Z"
    private static let range = "a moment between the years 1970 and 9999, in seconds"

    static let faults: [(String, JOSEError)] = [
        (#"{"iss":1}"#, JOSEError.memberForm("iss", wanted: "a string")),
        (#"{"sub":null}"#, .memberForm("sub", wanted: "a string")),
        (#"{"aud":[1]}"#, .memberForm("aud", wanted: "a string or a list of strings")),
        (#"{"aud":{}}"#, .memberForm("aud", wanted: "a string or a list of strings")),
        (#"{"exp":"1300819380"}"#, .memberForm("exp", wanted: number)),
        (#"{"exp":true}"#, .memberForm("exp", wanted: number)), (#"{"nbf":null}"#, .memberForm("nbf", wanted: number)),
        (#"{"exp":-1}"#, .memberForm("exp", wanted: range)), (#"{"iat":1e300}"#, .memberForm("iat", wanted: range)),
        (#"{"exp":253402300800}"#, .memberForm("exp", wanted: range)), (#"{"exp":1e400}"#, .json(.number)),
        (#"{"exp":9223372036854775807}"#, .memberForm("exp", wanted: range)),
        (#"{"jti":5}"#, .memberForm("jti", wanted: "a string")), (#"{"sub":"a","sub":"b"}"#, .json(.duplicateMember)),
        ("[]", .json(.notObject)), ("", .json(.syntax)),
    ]

    @Test(arguments: faults)
    func `a claim of the wrong type or out of range is named`(text: String, error: JOSEError) {
        #expect(throws: error) { try claims(text) }
    }

    @Test
    func `every error says something and repeats nothing that was sent`() {
        let errors: [JOSEError] = [
            .json(.syntax), .tooLong("JWS", limitBytes: 1), .base64URL("JWS header"), .partCount, .memberMissing("alg"),
            .memberForm("alg", wanted: "a string"), .algorithmUnsupported, .criticalExtension, .keyInHeader,
            .keyUnsupported("kty"), .keyPrivate("d"), .keyInvalid("it is broken"), .keyNotFound, .algorithmNotOfKey,
            .signatureInvalid, .signingFailed, .tooManyKeys(maximum: 1), .keyIdentifierRepeated,
            .inKeySet(index: 3, .keyPrivate("d")),
        ]
        #expect(Set(errors.map(\.description)).count == errors.count)
        #expect(errors.allSatisfy { $0.description.hasSuffix(".") || $0.description.hasSuffix(")") })
        #expect(JOSEError.inKeySet(index: 3, .keyPrivate("d")).description.hasPrefix("Key 3 of the set"))
    }
}
