/// The key that an access token is bound to: only who proves to hold it may use the token (RFC 7800, the `cnf` claim).
public enum TokenConfirmation: Sendable, Hashable {
    /// The key of DPoP proofs, by its thumbprint (RFC 7638): base64url, 43 characters. The member `jkt` (RFC 9449
    /// section 6.1).
    case keyThumbprint(String)
    /// The certificate of mutual TLS, by the base64url of SHA-256 of its DER form, 43 characters. The member `x5t#S256`
    /// (RFC 8705 section 3.1).
    case certificateThumbprint(String)

    /// The name of the one member of `cnf`.
    public var memberName: String {
        switch self {
        case .keyThumbprint: "jkt"
        case .certificateThumbprint: "x5t#S256"
        }
    }

    /// The thumbprint.
    public var thumbprint: String {
        switch self {
        case .keyThumbprint(let text), .certificateThumbprint(let text): text
        }
    }
}

/// How a request presents an access token: the `token_type` (RFC 6749 section 7.1), which is the name of the
/// authentication scheme too.
public enum AccessTokenType: String, Sendable, Hashable {
    /// RFC 6750. A token bound to a certificate is presented like this as well (RFC 8705 section 3).
    case bearer = "Bearer"
    /// RFC 9449 section 7.1.
    case dpop = "DPoP"

    /// The type of a token with this confirmation.
    public init(_ confirmation: TokenConfirmation?) {
        if case .keyThumbprint = confirmation { self = .dpop } else { self = .bearer }
    }
}

/// Who acts with an exchanged token in the name of its subject (RFC 8693 section 4.1, the `act` claim).
public struct TokenActor: Sendable, Hashable {
    /// The `sub` of each who acts or acted: first the one who acts now, then the one before. Never empty.
    public let chain: [String]

    /// Names who acts now, and those before.
    public init(_ current: String, before: TokenActor? = nil) {
        chain = [current] + (before?.chain ?? [])
    }
}
