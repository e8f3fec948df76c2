import Testing

@testable import AuthorizationServer

/// RFC 6749 section 3.2 and appendix B.
@Suite struct FormBodyTests {
    @Test func `parameters are decoded, plus signs are spaces`() throws {
        let form = try FormBody("grant_type=client_credentials&scope=external+a%2Fb.read".utf8)
        #expect(form["grant_type"] == "client_credentials")
        #expect(form["scope"] == "external a/b.read")
    }

    @Test func `an empty value counts as omitted, with and without its equals sign`() throws {
        let form = try FormBody("scope=&client_id".utf8)
        #expect(form["scope"] == nil)
        #expect(form["client_id"] == nil)
    }

    @Test func `unknown parameters and empty pairs do no harm`() throws {
        let form = try FormBody("&&nobody_knows=this&grant_type=x&".utf8)
        #expect(form["grant_type"] == "x")
    }

    @Test(arguments: ["scope=a&scope=b", "scope=&scope=", "%73cope=a&scope=b"])
    func `a repeated parameter is refused and named, however it is spelled`(_ text: String) {
        let error = #expect(throws: OAuthError.self) { try FormBody(text.utf8) }
        #expect(error?.reason == "parameter_repeated")
        #expect(error?.publicDescription.contains("The parameter scope stands more than once") == true)
    }

    @Test func `the names of resources alone may stand several times, ten at most`() throws {
        let form = try FormBody("resource=urn%3Aa&audience=x&resource=&resource=urn:b&%72esource=c".utf8)
        #expect(form.values("resource") == ["urn:a", "urn:b", "c"] && form.values("audience") == ["x"])
        #expect(try FormBody("scope=a".utf8).values("resource").isEmpty)
        let ten = Array(repeating: "resource=urn:a", count: 10).joined(separator: "&")
        #expect(try FormBody(ten.utf8).values("resource").count == 10)
        let error = #expect(throws: OAuthError.self) { try FormBody((ten + "&resource=urn:a").utf8) }
        #expect(error?.reason == "parameter_repeated" && error?.code == .invalidRequest)
    }

    @Test(
        arguments: [
            "scope=%", "scope=%4", "scope=%zz", "scope=%00", "%=a", "scope=%C3", "scope=%ED%A0%80",
        ])
    func `broken escapes, NUL and what is not UTF-8 are refused`(_ text: String) {
        let error = #expect(throws: OAuthError.self) { try FormBody(text.utf8) }
        #expect(error?.reason == "form_malformed")
        #expect(error?.code == .invalidRequest)
    }

    @Test func `raw bytes that are not UTF-8 are refused`() {
        let error = #expect(throws: OAuthError.self) { try FormBody([0x73, 0x3D, 0xFF, 0xFE]) }
        #expect(error?.reason == "form_malformed")
    }
}
