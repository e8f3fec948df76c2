public import Timekeeping

/// The claims of a JWT (RFC 7519 section 4.1). Each that is there has the right type; which must be there, and what
/// they must say, is for the rules of its use.
public struct JWTClaims: Sendable, Hashable {
    /// `iss`.
    public let issuer: String?
    /// `sub`.
    public let subject: String?
    /// `aud`, one string as a list of one.
    public let audience: [String]?
    /// Whether `aud` is one string and not a list, as some profiles demand.
    public let audienceIsOneString: Bool
    /// `exp`.
    public let expiresAt: Timestamp?
    /// `nbf`.
    public let notBefore: Timestamp?
    /// `iat`.
    public let issuedAt: Timestamp?
    /// `jti`.
    public let identifier: String?
    /// All claims.
    public let object: JSONObject

    /// Reads the payload of a JWT.
    ///
    /// - Throws: ``JOSEError/json(_:)``, and ``JOSEError/memberForm(_:wanted:)`` with the name of the claim.
    public init(payload: [UInt8]) throws(JOSEError) {
        let object = try StrictJSON.object(payload)
        issuer = try object.string("iss")
        subject = try object.string("sub")
        audience = try object.strings("aud")
        if case .string = object["aud"] { audienceIsOneString = true } else { audienceIsOneString = false }
        expiresAt = try object.numericDate("exp")
        notBefore = try object.numericDate("nbf")
        issuedAt = try object.numericDate("iat")
        identifier = try object.string("jti")
        self.object = object
    }
}
