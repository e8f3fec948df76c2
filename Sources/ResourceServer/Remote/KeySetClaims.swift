import FoundationEssentials
import JOSE
import Timekeeping

/// The claims of a verified JWT access token, complete (RFC 9068 section 2.2).
struct KeySetClaims: Sendable {
    private let issuer: String
    private let audience: [String]
    private let subject: String
    private let clientID: String
    private let identifier: String
    private let issuedAt: Timestamp
    private let notBefore: Timestamp
    private let expiresAt: Timestamp
    private let scopes: [String]
    private let confirmation: TokenConfirmation?
    private let actor: TokenActor?

    /// Reads the claims.
    ///
    /// - Throws: ``AccessTokenValidationError/malformed`` when a required one is missing, one has a wrong form, or the
    ///   token is bound to a key in a way that cannot be checked here.
    init(_ verified: VerifiedJWS) throws(AccessTokenValidationError) {
        do throws(JOSEError) {
            let claims = try verified.claims()
            guard let issuer = claims.issuer, let audience = claims.audience, let subject = claims.subject,
                let identifier = claims.identifier, let issuedAt = claims.issuedAt, let expiresAt = claims.expiresAt
            else { throw .memberMissing("iss, aud, sub, jti, iat or exp") }
            self.issuer = issuer
            self.audience = audience
            self.subject = subject
            self.identifier = identifier
            self.issuedAt = issuedAt
            self.expiresAt = expiresAt
            notBefore = max(issuedAt, claims.notBefore ?? issuedAt)
            clientID = try claims.object.requiredString("client_id")
            scopes = try claims.object.string("scope").map { $0.split(separator: " ").map(String.init) } ?? []
            confirmation = try TokenConfirmation(claims: claims.object)
            actor = try TokenActor(claims: claims.object)
        } catch {
            throw .malformed
        }
    }

    /// The token, when it is what this resource server expects, at this moment.
    func token(
        settings: KeySetValidator.Settings, at now: Timestamp
    ) throws(AccessTokenValidationError) -> ValidatedToken {
        guard issuer == settings.issuer else { throw .unknown }
        guard audience.contains(settings.resource) else { throw .otherResource }
        guard now < expiresAt.adding(seconds: settings.clockSkewSeconds) else { throw .expired }
        guard notBefore <= now.adding(seconds: settings.clockSkewSeconds) else { throw .notYetValid }
        return ValidatedToken(
            identifier: identifier, clientID: clientID, clientNumber: nil, scopes: scopes,
            resource: settings.resource, issuedAt: issuedAt.date, expiresAt: expiresAt.date, subject: subject,
            issuer: issuer, confirmation: confirmation, actor: actor)
    }
}
