import HTTPTypes
import Hummingbird
import NIOCore
import Registry
import Tokens

/// A successful answer of the token endpoint (RFC 6749 section 5.1).
struct TokenResponse: Sendable {
    let token: SealedToken
    let lifetimeSeconds: Int
    let scopes: [ScopeName]

    /// The answer, not to be stored. The members are written as they are: neither hex digits nor scope names have a
    /// character that JSON escapes.
    var response: Response {
        var body = ByteBufferAllocator().buffer(capacity: 192)
        body.writeString("{\"access_token\":\"")
        body.writeString(token.text)
        body.writeString("\",\"expires_in\":\(lifetimeSeconds),\"token_type\":\"Bearer\",\"scope\":\"")
        for (index, scope) in scopes.enumerated() {
            if index > 0 { body.writeString(" ") }
            body.writeString(scope.text)
        }
        body.writeString("\"}")
        return Response(
            status: .ok,
            headers: [.contentType: "application/json", .cacheControl: "no-store", .pragma: "no-cache"],
            body: ResponseBody(byteBuffer: body))
    }
}
