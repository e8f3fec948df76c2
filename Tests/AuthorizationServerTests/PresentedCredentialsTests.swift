import Cryptography
import FoundationEssentials
import HTTPTypes
import JOSE
import Registry
import Testing

@testable import AuthorizationServer

/// RFC 6749 section 2.3, RFC 7521 section 4.2.
@Suite struct PresentedCredentialsTests {
    private func basic(_ text: String, scheme: String = "Basic") -> HTTPFields {
        [.authorization: "\(scheme) \(Data(text.utf8).base64EncodedString())"]
    }

    private func credentials(
        _ headers: HTTPFields, _ body: String = "", hasCertificate: Bool = false
    ) throws -> PresentedCredentials {
        try PresentedCredentials(headers: headers, form: FormBody(body.utf8), hasCertificate: hasCertificate)
    }

    private func read(_ headers: HTTPFields, _ body: String = "") throws -> PresentedSecret {
        guard case .secret(let secret) = try credentials(headers, body, hasCertificate: true) else {
            throw NoSecret()
        }
        return secret
    }

    private struct NoSecret: Error {}

    @Test(arguments: ["Basic", "basic", "BASIC"])
    func `the scheme's name is matched without regard to case`(_ scheme: String) throws {
        let credentials = try read(basic("id:secret", scheme: scheme))
        #expect(credentials.method == .clientSecretBasic)
        #expect(credentials.clientID.exposed == "id")
        #expect(credentials.secret.exposed == "secret")
    }

    @Test func `parts that were form-urlencoded before base64 are decoded`() throws {
        let credentials = try read(basic("a+b%2Bc:p%25q%2Fr"))
        #expect(credentials.clientID.exposed == "a b+c")
        #expect(credentials.secret.exposed == "p%q/r")
    }

    @Test func `parts that were sent raw are taken as they are where they do not decode`() throws {
        let credentials = try read(basic("id:100%:x"))
        #expect(credentials.secret.exposed == "100%:x")
    }

    @Test func `credentials in the body are read`() throws {
        let credentials = try read([:], "client_id=id&client_secret=s%20x")
        #expect(credentials.method == .clientSecretPost)
        #expect(credentials.clientID.exposed == "id")
        #expect(credentials.secret.exposed == "s x")
    }

    @Test func `the same client_id beside Basic is allowed, another one is not`() throws {
        #expect(try read(basic("id:s"), "client_id=id").method == .clientSecretBasic)
        let error = #expect(throws: OAuthError.self) { try read(basic("id:s"), "client_id=other") }
        #expect(error?.reason == "client_id_contradicted")
        #expect(error?.status == .badRequest)
    }

    private static let jwt = [#"{"alg":"ES256"}"#, #"{"iss":"id","sub":"id"}"#, "signature"].map {
        Base64URL.encode(Array($0.utf8))
    }.joined(separator: ".")
    private static let assertion =
        "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=\(jwt)"

    @Test(
        arguments: [
            ("Basic aWQ6cw==", "client_id=id&client_secret=s"), ("Basic aWQ6cw==", assertion),
            ("Bearer abc", assertion), (nil, "client_id=id&client_secret=s&" + assertion),
            (nil, "client_secret=s&client_assertion=a.b.c"),
            ("Basic aWQ6cw==", "client_assertion_type=x"),
        ] as [(String?, String)])
    func `two methods in one request are an invalid request`(_ header: String?, _ body: String) {
        let error = #expect(throws: OAuthError.self) {
            try credentials(header.map { [.authorization: $0] } ?? [:], body)
        }
        #expect(error?.reason == "two_authentication_methods")
        #expect(error?.code == .invalidRequest)
        #expect(error?.status == .badRequest)
    }

    @Test(arguments: ["", "&client_id=id"])
    func `an assertion is read, with and without the client_id beside it`(_ more: String) throws {
        guard case .assertion(let assertion) = try credentials([:], Self.assertion + more, hasCertificate: true) else {
            Issue.record("it was not taken for an assertion")
            return
        }
        #expect(assertion.subject == "id")
        #expect(assertion.jws.exposed.header.algorithm == .es256)
        #expect(!"\(assertion)".contains("115"))
    }

    @Test(
        arguments: [
            ("client_assertion=a.b.c", "client_assertion_type_unsupported"),
            ("client_assertion=a.b.c&client_assertion_type=", "client_assertion_type_unsupported"),
            (
                "client_assertion=a.b.c&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:saml2-bearer",
                "client_assertion_type_unsupported"
            ),
            (
                "client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion_missing"
            ),
        ])
    func `half an assertion is refused as invalid_client`(_ body: String, _ reason: String) {
        let error = #expect(throws: OAuthError.self) { try credentials([:], body) }
        #expect(error?.reason == reason)
        #expect(error?.code == .invalidClient)
        #expect(error?.status == .unauthorized)
    }

    @Test func `a certificate counts only beside a client_id without other credentials`() throws {
        guard case .certificate(let id) = try credentials([:], "client_id=id", hasCertificate: true) else {
            Issue.record("it was not taken for a certificate")
            return
        }
        #expect(id.exposed == "id")
        #expect(throws: OAuthError.self) { try credentials([:], "client_id=id", hasCertificate: false) }
        #expect(throws: OAuthError.self) { try credentials([:], "", hasCertificate: true) }
        #expect(throws: OAuthError.self) { try credentials([:], "client_secret=s", hasCertificate: true) }
    }

    @Test func `two Authorization header fields are an invalid request`() {
        var headers = basic("id:s")
        headers.append(HTTPField(name: .authorization, value: "Basic aWQ6cw=="))
        let error = #expect(throws: OAuthError.self) { try credentials(headers) }
        #expect(error?.reason == "authorization_repeated")
    }

    @Test(
        arguments: [
            ("Basic", "basic_malformed"), ("Basic !!!", "basic_malformed"), ("Basic aWQ6cw", "basic_malformed"),
            ("Basic aWQ6/w==", "basic_malformed"), ("Basic aWQ6AA==", "basic_malformed"),
            ("Basic aWQ=", "basic_without_colon"), ("Bearer abc", "authorization_scheme_unsupported"),
        ])
    func `a header that is not Basic credentials is refused as invalid_client`(_ value: String, _ reason: String) {
        let error = #expect(throws: OAuthError.self) { try credentials([.authorization: value]) }
        #expect(error?.reason == reason)
        #expect(error?.code == .invalidClient)
        #expect(error?.status == .unauthorized)
    }

    @Test(arguments: ["", "client_id=id", "client_secret=s", "client_id=id&client_secret="])
    func `missing credentials are refused with how to send them`(_ body: String) {
        let error = #expect(throws: OAuthError.self) { try credentials([:], body) }
        #expect(error?.reason == "no_client_credentials")
        #expect(error?.status == .unauthorized)
        #expect(error?.publicDescription.contains("HTTP Basic") == true)
    }

    @Test func `credentials do not print`() throws {
        let credentials = try read(basic("the-id:the-secret"))
        #expect(!"\(credentials)".contains("the-secret"))
        #expect(!String(reflecting: credentials).contains("the-id"))
    }
}
