/// What a request shows: its access token, and what proves that its sender holds the key that the token is bound to.
public struct TokenPresentation: Sendable {
    /// The values of all `Authorization` header fields.
    public var authorization: [String]
    /// Whether the URL's query has an `access_token`.
    public var queryHasToken: Bool
    /// The values of all `DPoP` header fields (RFC 9449 section 7.1).
    public var proofs: [String]
    /// The method.
    public var method: String
    /// The URL as the sender sees it; query and fragment do not count.
    public var url: String
    /// The `x5t#S256` of the certificate whose key the sender has proven to hold (RFC 8705 section 3); `nil` when it
    /// has shown none.
    public var certificateThumbprint: String?

    /// Describes a request. What is left out, it does not show: bound tokens are then refused.
    public init(
        authorization: [String], queryHasToken: Bool = false, proofs: [String] = [], method: String = "",
        url: String = "", certificateThumbprint: String? = nil
    ) {
        self.authorization = authorization
        self.queryHasToken = queryHasToken
        self.proofs = proofs
        self.method = method
        self.url = url
        self.certificateThumbprint = certificateThumbprint
    }
}
