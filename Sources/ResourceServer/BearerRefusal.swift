/// A request refused by a resource server: status, challenge, and the exact reason for its operator (RFC 6750
/// section 3.1).
public struct BearerRefusal: Error, Sendable, Hashable {
    /// The HTTP status: 400, 401, 403, 429 when too many proofs came, or 503 when validation is not possible now.
    public let status: Int
    /// The challenges to send, each as a `WWW-Authenticate` header field of its own; none with status 429 and 503.
    public let challenges: [BearerChallenge]
    /// The challenge of the scheme that was used, or that is used first.
    public var challenge: BearerChallenge? { challenges.first }
    /// A stable word for metrics and the journal, such as `token_expired`. Not for the caller.
    public let reason: String
    /// One sentence for the caller.
    public let publicDescription: String
    /// For `Retry-After`, in seconds; with status 429 and 503.
    public internal(set) var retryAfterSeconds: Int?
    /// For `DPoP-Nonce` (RFC 9449 section 9): the nonce that the next proof needs.
    public internal(set) var nonce: String?
}
