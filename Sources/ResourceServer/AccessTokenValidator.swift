/// Decides whether an access token is good at this moment: in the issuer's own process, by introspection, or by key
/// set.
public protocol AccessTokenValidator: Sendable {
    /// Validates the token exactly as it stood in the request.
    ///
    /// - Returns: what the token allows. Its scopes are not yet compared with what the request needs.
    /// - Throws: ``AccessTokenValidationError`` when it is not good, or when that cannot be told now.
    func validate(_ token: String) async throws(AccessTokenValidationError) -> ValidatedToken
}

/// Why a token was not accepted. Its text is for the resource's operator; the caller is told only what RFC 6750 allows.
public struct AccessTokenValidationError: Error, Sendable, Hashable, CustomStringConvertible {
    private enum Kind: String, Sendable {
        case malformed
        case unknown
        case inactive
        case notYetValid
        case expired
        case revoked
        case otherResource
        case unbound
        case algorithmRefused
        case unavailable
    }

    private let kind: Kind

    /// Not of the form of any token this issuer makes.
    public static let malformed = AccessTokenValidationError(kind: .malformed)
    /// Of the right form, but no key of this realm opens it or made its signature.
    public static let unknown = AccessTokenValidationError(kind: .unknown)
    /// Its issuer, asked for it, says that it is not active, and not why (RFC 7662 section 2.2).
    public static let inactive = AccessTokenValidationError(kind: .inactive)
    /// Its `iat` or `nbf` lies in the future.
    public static let notYetValid = AccessTokenValidationError(kind: .notYetValid)
    /// It was good and has expired.
    public static let expired = AccessTokenValidationError(kind: .expired)
    /// It, or all tokens of its client, were revoked before it expired.
    public static let revoked = AccessTokenValidationError(kind: .revoked)
    /// It is good, but for another resource.
    public static let otherResource = AccessTokenValidationError(kind: .otherResource)
    /// It is a bearer token, and its issuer is held to rules that allow none any more (FAPI 2.0).
    public static let unbound = AccessTokenValidationError(kind: .unbound)
    /// It was signed by an algorithm that the rules its issuer is held to do not allow any more (FAPI 2.0).
    public static let algorithmRefused = AccessTokenValidationError(kind: .algorithmRefused)
    /// Whether it is good cannot be told now; the caller may try again.
    public static let unavailable = AccessTokenValidationError(kind: .unavailable)

    /// A stable word for logs, metrics and the journal, such as `token_expired`.
    public var reason: String {
        switch kind {
        case .malformed: "token_malformed"
        case .unknown: "token_unknown"
        case .inactive: "token_inactive"
        case .notYetValid: "token_not_yet_valid"
        case .expired: "token_expired"
        case .revoked: "token_revoked"
        case .otherResource: "token_for_other_resource"
        case .unbound: "token_unbound"
        case .algorithmRefused: "token_algorithm"
        case .unavailable: "token_validation_unavailable"
        }
    }

    /// One sentence for people.
    public var description: String {
        switch kind {
        case .malformed: "The access token does not have the form of a token issued here."
        case .unknown: "The access token was not issued by this realm, or its key was destroyed."
        case .inactive: "The issuer says that the access token is not active: not its own, expired or revoked."
        case .notYetValid: "The access token says that it was issued, or begins to be good, in the future."
        case .expired: "The access token has expired."
        case .revoked: "The access token, or every token of its client, was revoked."
        case .otherResource: "The access token was issued for another resource."
        case .unbound: "The access token is not bound to a key, and its realm is held to FAPI 2.0, which asks for that."
        case .algorithmRefused:
            "The access token is signed by an algorithm that FAPI 2.0 does not allow, to which its realm is held."
        case .unavailable: "Whether the access token is good cannot be told at the moment."
        }
    }
}
