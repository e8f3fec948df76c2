import HTTPTypes
import Hummingbird
import NIOCore
import Registry
import ResourceServer
import Tokens

/// A successful answer of the token endpoint (RFC 6749 section 5.1).
struct TokenResponse: Sendable {
    let token: IssuedToken
    /// The nonce for the next DPoP proof.
    let nonce: String?
    /// What a token exchange brought (RFC 8693 section 2.2.1); `nil` for other grants.
    let issuedTokenType: TokenExchangeForm.TokenType?
    /// What is left of the subscription's limit; none where it has none.
    let limitFields: HTTPFields

    /// The answer, not to be stored. The members are written as they are: neither tokens nor scope names have a
    /// character that JSON escapes.
    var response: Response {
        let text = token.text
        var body = ByteBufferAllocator().buffer(capacity: text.utf8.count + 128)
        body.writeString("{\"access_token\":\"")
        body.writeString(text)
        body.writeString("\",\"expires_in\":\(token.grant.lifetimeSeconds),\"token_type\":\"")
        body.writeString(token.tokenType.rawValue)
        body.writeString("\",\"scope\":\"")
        for (index, scope) in token.grant.scopes.enumerated() {
            if index > 0 { body.writeString(" ") }
            body.writeString(scope.text)
        }
        if let issuedTokenType { body.writeString("\",\"issued_token_type\":\"\(issuedTokenType.rawValue)") }
        body.writeString("\"}")
        var headers: HTTPFields = [.contentType: "application/json", .cacheControl: "no-store", .pragma: "no-cache"]
        if let nonce { headers[.dpopNonce] = nonce }
        if !limitFields.isEmpty { headers.append(contentsOf: limitFields) }
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}
