import JOSE
import Registry
import Timekeeping
import WebFoundation

/// What the claims of a client assertion must say, once its signature was verified (RFC 7523 section 3).
struct ClientAssertionRules: Sendable {
    /// Whether FAPI 2.0 holds.
    let isHeldToFAPI2: Bool
    /// The moment of the request.
    let now: Timestamp

    /// What is wrong with the algorithm, if anything.
    func refusal(of header: JWSHeader) -> AuthenticationRefusal? {
        guard isHeldToFAPI2, !SecurityProfile.fapi2.allows(header.algorithm) else { return nil }
        return .told(
            "client_assertion_algorithm_not_allowed",
            "FAPI 2.0 allows no client assertions signed \(header.algorithm.rawValue). Use PS256, ES256 or EdDSA.")
    }

    /// What is wrong with the times and the identifier, if anything.
    func refusal(of claims: JWTClaims) -> AuthenticationRefusal? {
        guard let identifier = claims.identifier, !identifier.isEmpty,
            identifier.utf8.count <= AuthorizationLimits.assertionIdentifierBytes
        else {
            return .told(
                "client_assertion_identifier_missing",
                "The client assertion needs a jti of 1 to \(AuthorizationLimits.assertionIdentifierBytes) bytes, a new "
                    + "one each time.")
        }
        let skew = AuthorizationLimits.clockSkewSeconds
        guard let expiresAt = claims.expiresAt else {
            return .told(
                "client_assertion_claim_missing",
                "The client assertion needs exp, at most \(AuthorizationLimits.assertionLifetimeSeconds) s ahead.")
        }
        guard expiresAt.adding(seconds: skew) > now else {
            return .told(
                "client_assertion_expired",
                "The client assertion expired at \(expiresAt), and it is \(now) here. Make a new one for each request, "
                    + "and set your clock.")
        }
        guard expiresAt <= now.adding(seconds: AuthorizationLimits.assertionLifetimeSeconds + skew) else {
            return .told(
                "client_assertion_expires_late",
                "The client assertion expires at \(expiresAt), and it is \(now) here. Its exp may be "
                    + "\(AuthorizationLimits.assertionLifetimeSeconds) s ahead at most.")
        }
        return refusal(ofBeginningsIn: claims, skew: skew)
    }

    private func refusal(ofBeginningsIn claims: JWTClaims, skew: Int64) -> AuthenticationRefusal? {
        let latest = now.adding(seconds: skew)
        if let notBefore = claims.notBefore, notBefore > latest {
            return .told(
                "client_assertion_not_yet_valid",
                "The client assertion is not valid before \(notBefore) (nbf), and it is \(now) here. Set your clock.")
        }
        guard let issuedAt = claims.issuedAt else { return nil }
        guard issuedAt <= latest else {
            return .told(
                "client_assertion_issued_in_future",
                "The client assertion was issued at \(issuedAt) (iat), and it is \(now) here. Set your clock.")
        }
        guard issuedAt >= now.adding(seconds: -AuthorizationLimits.assertionAgeSeconds - skew) else {
            return .told(
                "client_assertion_issued_long_ago",
                "The client assertion was issued at \(issuedAt) (iat), and it is \(now) here. Make a new one for each "
                    + "request.")
        }
        return nil
    }

    /// The refusal of an assertion that is meant for somebody else, or not for this server alone.
    func audienceRefusal(of claims: JWTClaims, in context: CounterfoilRequestContext) -> AuthenticationRefusal {
        let issuer = Issuer.identifier(in: context)
        let wanted = isHeldToFAPI2 ? issuer : "\(issuer) or \(context.baseURL)\(OAuthRoutes.tokenPath)"
        let found = (claims.audience ?? []).prefix(5).map { "“\(EchoedInput.safe($0))”" }.joined(separator: ", ")
        return .told(
            "client_assertion_audience_foreign",
            "The aud of the client assertion must be one string, and that must be \(wanted).",
            detail: "The aud of the client assertion is \(found.isEmpty ? "missing" : found). It must be one string, "
                + "and that \(wanted).")
    }
}
