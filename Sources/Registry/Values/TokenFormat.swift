/// The form of an access token.
package enum TokenFormat: String, Hashable, Sendable, CaseIterable {
    /// The opaque sealed token.
    case sealed
    /// A JWT (RFC 9068) signed RS256.
    case jwtRS256 = "RS256"
    /// A JWT (RFC 9068) signed ES256.
    case jwtES256 = "ES256"
    /// A JWT (RFC 9068) signed EdDSA with Ed25519.
    case jwtEdDSA = "EdDSA"

    /// The form of tokens that must be JWTs, since they are bound to a key or were exchanged, where nothing else was
    /// chosen.
    package static let defaultJWT = TokenFormat.jwtES256

    /// The keys that tokens of this form are made with.
    package var keyUse: KeyUse {
        switch self {
        case .sealed: .sealedToken
        case .jwtES256: .signES256
        case .jwtEdDSA: .signEdDSA
        case .jwtRS256: .signRS256
        }
    }
}

/// Whether a client's access tokens work only together with a key that their caller proves to hold.
package enum TokenBinding: String, Hashable, Sendable, CaseIterable {
    /// They do not have to: bearer tokens, unless the client proves a key of its own accord.
    case none
    /// To a key proven by DPoP (RFC 9449, `dpop_bound_access_tokens`).
    case dpop
    /// To the certificate of mutual TLS (RFC 8705 section 3.4, `tls_client_certificate_bound_access_tokens`).
    case certificate
    /// To either, as FAPI 2.0 asks: a request must come with one of them.
    case either
}
