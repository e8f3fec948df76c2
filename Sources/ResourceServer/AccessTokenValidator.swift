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
        case notYetValid
        case expired
        case revoked
        case otherResource
        case unavailable
    }

    private let kind: Kind

    /// Not of the form of any token this issuer makes.
    public static let malformed = AccessTokenValidationError(kind: .malformed)
    /// Of the right form, but no key of this realm opens it or made its signature.
    public static let unknown = AccessTokenValidationError(kind: .unknown)
    /// Its `iat` or `nbf` lies in the future.
    public static let notYetValid = AccessTokenValidationError(kind: .notYetValid)
    /// It was good and has expired.
    public static let expired = AccessTokenValidationError(kind: .expired)
    /// It, or all tokens of its client, were revoked before it expired.
    public static let revoked = AccessTokenValidationError(kind: .revoked)
    /// It is good, but for another resource.
    public static let otherResource = AccessTokenValidationError(kind: .otherResource)
    /// Whether it is good cannot be told now; the caller may try again.
    public static let unavailable = AccessTokenValidationError(kind: .unavailable)

    /// A stable word for logs, metrics and the journal, such as `token_expired`.
    public var reason: String {
        switch kind {
        case .malformed: "token_malformed"
        case .unknown: "token_unknown"
        case .notYetValid: "token_not_yet_valid"
        case .expired: "token_expired"
        case .revoked: "token_revoked"
        case .otherResource: "token_for_other_resource"
        case .unavailable: "token_validation_unavailable"
        }
    }

    /// One sentence for people.
    public var description: String {
        switch kind {
        case .malformed: "The access token does not have the form of a token issued here."
        case .unknown: "The access token was not issued by this realm, or its key was destroyed."
        case .notYetValid: "The access token says that it was issued, or begins to be good, in the future."
        case .expired: "The access token has expired."
        case .revoked: "The access token, or every token of its client, was revoked."
        case .otherResource: "The access token was issued for another resource."
        case .unavailable: "Whether the access token is good cannot be told at the moment."
        }
    }
}
