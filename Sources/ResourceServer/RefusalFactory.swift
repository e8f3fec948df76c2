import JOSE

/// Makes the refusals of one guard (RFC 6750 section 3.1, RFC 9449 section 7.1).
struct RefusalFactory: Sendable {
    /// The protection space named in challenges.
    let protectionSpace: String
    /// The algorithms of DPoP proofs; `nil` where the scheme is not known.
    let algorithms: [SigningAlgorithm]?

    /// No credentials: 401 with a challenge of each scheme, none of which names an error.
    func noCredentials(_ requirement: ScopeRequirement) -> BearerRefusal {
        let schemes: [AccessTokenType] = algorithms == nil ? [.bearer] : [.bearer, .dpop]
        return BearerRefusal(
            status: 401, challenges: schemes.map { challenge($0, scope: requirement.alternatives.first) },
            reason: "no_access_token",
            publicDescription: "This resource needs an access token. Get one from the token endpoint and send it as "
                + "`Authorization: Bearer TOKEN`.")
    }

    /// Malformed credentials: 400 `invalid_request`.
    func malformedCredentials(_ description: String, scheme: AccessTokenType) -> BearerRefusal {
        BearerRefusal(
            status: 400, challenges: [challenge(scheme, error: "invalid_request", description)],
            reason: "access_token_malformed", publicDescription: description)
    }

    /// A token that is not good: 401 `invalid_token`; 503 where that cannot be told.
    ///
    /// The caller learns that a token has expired, since its `expires_in` said when it would, and nothing else.
    func invalidToken(_ error: AccessTokenValidationError, scheme: AccessTokenType) -> BearerRefusal {
        if error == .unavailable {
            return BearerRefusal(
                status: 503, challenges: [], reason: error.reason,
                publicDescription: "The access token cannot be checked at the moment. Try again shortly.",
                retryAfterSeconds: ResourceServerLimits.unavailableRetrySeconds)
        }
        let description =
            error == .expired
            ? "The access token has expired. Get a new one from the token endpoint."
            : "The access token is not valid here. Get a new one from this host's token endpoint."
        return BearerRefusal(
            status: 401, challenges: [challenge(scheme, error: "invalid_token", description)], reason: error.reason,
            publicDescription: description)
    }

    /// A good token that its sender has not proven to own: 401 `invalid_token`, with the scheme by which it is sent
    /// rightly. That it is good is no secret of its issuer's, who said how it is bound when it was issued.
    func unproven(_ description: String, scheme: AccessTokenType) -> BearerRefusal {
        BearerRefusal(
            status: 401, challenges: [challenge(scheme, error: "invalid_token", description)],
            reason: "token_binding_unproven", publicDescription: description)
    }

    /// A DPoP proof that proves nothing: 401 `invalid_dpop_proof`, or `use_dpop_nonce` with the nonce; 429 or 503 where
    /// it cannot be remembered.
    func refusedProof(_ error: DPoPProofError, nonce: String?) -> BearerRefusal {
        switch error {
        case .tooMany, .memoryFull:
            BearerRefusal(
                status: error == .tooMany ? 429 : 503, challenges: [], reason: error.reason,
                publicDescription: error.description,
                retryAfterSeconds: ResourceServerLimits.proofsFullRetrySeconds)
        case .nonce:
            BearerRefusal(
                status: 401, challenges: [challenge(.dpop, error: "use_dpop_nonce", error.description)],
                reason: error.reason, publicDescription: error.description, nonce: nonce)
        default:
            BearerRefusal(
                status: 401, challenges: [challenge(.dpop, error: "invalid_dpop_proof", error.description)],
                reason: error.reason, publicDescription: error.description)
        }
    }

    /// A good token without the scope: 403 `insufficient_scope`, naming the scope.
    func insufficientScope(_ requirement: ScopeRequirement, scheme: AccessTokenType) -> BearerRefusal {
        let wanted = requirement.alternatives.joined(separator: " or ")
        let description = "The access token lacks the scope \(wanted)."
        return BearerRefusal(
            status: 403,
            challenges: [
                challenge(
                    scheme, error: "insufficient_scope", description, scope: requirement.alternatives.first)
            ], reason: "insufficient_scope", publicDescription: description)
    }

    private func challenge(
        _ scheme: AccessTokenType, error: String? = nil, _ description: String? = nil, scope: String? = nil
    ) -> BearerChallenge {
        BearerChallenge(
            scheme: scheme, protectionSpace: protectionSpace, error: error, errorDescription: description,
            scope: scope, algorithms: scheme == .dpop ? (algorithms ?? []).map(\.rawValue) : [])
    }
}
