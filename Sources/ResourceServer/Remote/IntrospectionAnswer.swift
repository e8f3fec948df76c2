import Crypto
import Cryptography
import FoundationEssentials
import JOSE
import Timekeeping

/// What an issuer said of an active token (RFC 7662 section 2.2).
struct IntrospectionAnswer: Sendable {
    private let claims: JWTClaims
    private let expiresAt: Timestamp
    private let clientID: String?
    private let scopes: [String]
    private let confirmation: TokenConfirmation?
    private let actor: TokenActor?

    /// Reads an answer; `nil` when it says that the token is not active.
    ///
    /// - Throws: ``JOSEError`` for an answer without `active`, for an active token without `exp`, without which nobody
    ///   could say how long the answer may be used, and for one with a `cnf` that cannot be checked here.
    init?(json: [UInt8]) throws(JOSEError) {
        let claims = try JWTClaims(payload: json)
        guard claims.object.has("active") else { throw .memberMissing("active") }
        guard try claims.object.flag("active") else { return nil }
        guard let expiresAt = claims.expiresAt else { throw .memberMissing("exp") }
        self.claims = claims
        self.expiresAt = expiresAt
        clientID = try claims.object.string("client_id")
        scopes = try claims.object.string("scope").map { $0.split(separator: " ").map(String.init) } ?? []
        confirmation = try TokenConfirmation(claims: claims.object)
        actor = try TokenActor(claims: claims.object)
    }

    /// The token, when it is what this resource server expects.
    ///
    /// - Parameter digest: the SHA-256 of the token, which names it where the issuer gives it no name.
    func token(
        digest: SHA256Digest, settings: IntrospectionValidator.Settings, at now: Timestamp
    ) throws(AccessTokenValidationError) -> ValidatedToken {
        guard settings.issuer == nil || claims.issuer == settings.issuer else { throw .unknown }
        let audience = claims.audience ?? []
        if let resource = settings.resource {
            guard audience.contains(resource) else { throw .otherResource }
        }
        guard now < expiresAt else { throw .expired }
        return ValidatedToken(
            identifier: claims.identifier ?? Self.name(digest), clientID: clientID, clientNumber: nil, scopes: scopes,
            resource: settings.resource ?? audience.first ?? "", issuedAt: (claims.issuedAt ?? now).date,
            expiresAt: expiresAt.date, subject: claims.subject, issuer: claims.issuer, confirmation: confirmation,
            actor: actor)
    }

    private static func name(_ digest: SHA256Digest) -> String {
        Hexadecimal.encodeLowercase(Array(digest.prefix(16)))
    }
}
