import HTTPTypes
import Testing
import WebFoundation

@testable import AuthorizationServer

@Suite struct OAuthErrorTests {
    @Test func `a description keeps to the characters of RFC 6749 section 5.2`() {
        let error = OAuthError(.invalidScope, reason: "r", "The scope “a\"b\\c”\n is ünknown — really")
        #expect(error.publicDescription == "The scope 'a'b'c' is nknown  really")
    }

    @Test func `general failures are invalid_request JSON with the status they have everywhere`() throws {
        let method = try #require(FailureForm.oauth.error(.methodNotAllowed(allowed: [.post])) as? OAuthError)
        #expect(method.status == .methodNotAllowed)
        #expect(method.code == .invalidRequest)
        #expect(method.headers[.allow] == "POST")
        let body = try #require(FailureForm.oauth.error(.bodyTooLarge(limitBytes: 16_384)) as? OAuthError)
        #expect(body.status == .contentTooLarge)
        #expect(body.code == .invalidRequest)
        let down = try #require(FailureForm.oauth.error(.unavailable) as? OAuthError)
        #expect(down.status == .serviceUnavailable)
        #expect(down.headers[.retryAfter] == "1")
    }
}
