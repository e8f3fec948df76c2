import HTTPTypes
import Hummingbird
import NIOCore
import WebFoundation

/// What is said of an active token (RFC 7662 section 2.2).
struct IntrospectionResponse: Encodable, Sendable {
    private let active = true
    private let tokenType = "Bearer"
    private let scope: String
    private let clientID: String
    private let subject: String
    private let audience: String
    private let issuer: String
    private let tokenIdentifier: String
    private let issuedAt: Int64
    private let expiresAt: Int64

    enum CodingKeys: String, CodingKey {
        case active, scope
        case tokenType = "token_type"
        case clientID = "client_id"
        case subject = "sub"
        case audience = "aud"
        case issuer = "iss"
        case tokenIdentifier = "jti"
        case issuedAt = "iat"
        case expiresAt = "exp"
    }

    /// Puts an answer together. The subject of a client's own token is the client. Times are in seconds since 1970.
    init(
        scope: String, clientID: String, audience: String, issuer: String, tokenIdentifier: String, issuedAt: Int64,
        expiresAt: Int64
    ) {
        self.scope = scope
        self.clientID = clientID
        subject = clientID
        self.audience = audience
        self.issuer = issuer
        self.tokenIdentifier = tokenIdentifier
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
    }

    /// The answer, not to be stored.
    var response: Response { Self.response(ResponseBody(json: self)) }

    /// The one answer for every token that is not active for the caller: exactly this member.
    static var inactive: Response { response(ResponseBody(byteBuffer: ByteBuffer(string: "{\"active\":false}"))) }

    private static func response(_ body: ResponseBody) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "application/json", .cacheControl: "no-store", .pragma: "no-cache"], body: body)
    }
}
