/// A request refused by a resource server: status, challenge, and the exact reason for its operator (RFC 6750
/// section 3.1).
public struct BearerRefusal: Error, Sendable, Hashable {
    /// The HTTP status: 400, 401, 403, or 503 when validation is not possible now.
    public let status: Int
    /// The challenge to send; `nil` with status 503.
    public let challenge: BearerChallenge?
    /// A stable word for metrics and the journal, such as `token_expired`. Not for the caller.
    public let reason: String
    /// One sentence for the caller.
    public let publicDescription: String

    /// No credentials: 401 with a challenge that names no error.
    public static func noCredentials(protectionSpace: String, requirement: ScopeRequirement) -> BearerRefusal {
        BearerRefusal(
            status: 401,
            challenge: BearerChallenge(protectionSpace: protectionSpace, scope: requirement.alternatives.first),
            reason: "no_access_token",
            publicDescription: "This resource needs an access token. Get one from the token endpoint and send it as "
                + "`Authorization: Bearer TOKEN`.")
    }

    /// Malformed credentials: 400 `invalid_request`.
    public static func malformedCredentials(_ description: String, protectionSpace: String) -> BearerRefusal {
        BearerRefusal(
            status: 400,
            challenge: BearerChallenge(
                protectionSpace: protectionSpace, error: "invalid_request", errorDescription: description),
            reason: "access_token_malformed", publicDescription: description)
    }

    /// A token that is not good: 401 `invalid_token`; 503 where that cannot be told.
    ///
    /// The caller learns that a token has expired, since its `expires_in` said when it would, and nothing else.
    public static func invalidToken(_ error: AccessTokenValidationError, protectionSpace: String) -> BearerRefusal {
        if error == .unavailable {
            return BearerRefusal(
                status: 503, challenge: nil, reason: error.reason,
                publicDescription: "The access token cannot be checked at the moment. Try again shortly.")
        }
        let description =
            error == .expired
            ? "The access token has expired. Get a new one from the token endpoint."
            : "The access token is not valid here. Get a new one from this host's token endpoint."
        return BearerRefusal(
            status: 401,
            challenge: BearerChallenge(
                protectionSpace: protectionSpace, error: "invalid_token", errorDescription: description),
            reason: error.reason, publicDescription: description)
    }

    /// A good token without the scope: 403 `insufficient_scope`, naming the scope.
    public static func insufficientScope(_ requirement: ScopeRequirement, protectionSpace: String) -> BearerRefusal {
        let wanted = requirement.alternatives.joined(separator: " or ")
        let description = "The access token lacks the scope \(wanted)."
        return BearerRefusal(
            status: 403,
            challenge: BearerChallenge(
                protectionSpace: protectionSpace, error: "insufficient_scope", errorDescription: description,
                scope: requirement.alternatives.first),
            reason: "insufficient_scope", publicDescription: description)
    }
}
