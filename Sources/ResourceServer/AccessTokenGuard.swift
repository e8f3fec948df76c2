import JOSE

/// The steps of RFC 6750, RFC 8705 and RFC 9449 from a request's header fields to a token that may do what is asked.
public struct AccessTokenGuard: Sendable {
    /// The protection space named in challenges.
    public let protectionSpace: String
    /// What the request needs.
    public let requirement: ScopeRequirement

    /// Who verifies proofs of DPoP; without it the scheme `DPoP` is not known here.
    public let proofs: ProofVerifier?

    /// A guard for one kind of request.
    public init(protectionSpace: String, requirement: ScopeRequirement, proofs: ProofVerifier? = nil) {
        self.protectionSpace = protectionSpace
        self.requirement = requirement
        self.proofs = proofs
    }

    /// Admits the request or refuses it.
    ///
    /// - Parameters:
    ///   - presentation: what the request shows.
    ///   - validator: who decides whether a token is good.
    /// - Throws: ``BearerRefusal``.
    public func admit(
        _ presentation: TokenPresentation, validator: any AccessTokenValidator
    ) async throws(BearerRefusal) -> ValidatedToken {
        let refusals = RefusalFactory(protectionSpace: protectionSpace, algorithms: proofs?.algorithms)
        let text: String
        let scheme: AccessTokenType
        switch AccessTokenCredentials(
            authorization: presentation.authorization, queryHasToken: presentation.queryHasToken)
        {
        case .malformed(let description, let scheme) where proofs != nil || scheme == .bearer:
            throw refusals.malformedCredentials(description, scheme: scheme)
        case .token(let sent, let named) where proofs != nil || named == .bearer:
            text = sent
            scheme = named
        default: throw refusals.noCredentials(requirement)
        }
        let token: ValidatedToken
        do throws(AccessTokenValidationError) {
            token = try await validator.validate(text)
        } catch {
            throw refusals.invalidToken(error, scheme: scheme)
        }
        try requirePossession(of: token, text: text, scheme: scheme, presentation, refusals)
        guard requirement.isMet(by: token.scopes) else {
            throw refusals.insufficientScope(requirement, scheme: scheme)
        }
        return token
    }

    /// A bound token in other hands than its owner's is worth nothing, and no token is less bound for being sent
    /// another way (RFC 9449 section 7.2).
    private func requirePossession(
        of token: ValidatedToken, text: String, scheme: AccessTokenType, _ presentation: TokenPresentation,
        _ refusals: RefusalFactory
    ) throws(BearerRefusal) {
        guard token.tokenType == scheme else {
            throw refusals.unproven(
                scheme == .bearer
                    ? "The access token is bound to a key. Send it as `Authorization: DPoP TOKEN` with a DPoP proof."
                    : "The access token is not bound to a DPoP key. Send it as `Authorization: Bearer TOKEN`.",
                scheme: proofs == nil ? .bearer : token.tokenType)
        }
        switch token.confirmation {
        case nil: return
        case .certificateThumbprint(let thumbprint):
            guard presentation.certificateThumbprint == thumbprint else {
                throw refusals.unproven(
                    "The access token is bound to a client certificate. Send it over mutual TLS with that certificate.",
                    scheme: scheme)
            }
        case .keyThumbprint(let thumbprint):
            let verifier = token.proofAlgorithms.flatMap { proofs?.limited(to: $0) } ?? proofs
            do throws(DPoPProofError) {
                guard let verifier else { throw .count(0) }
                try verifier.verify(
                    presentation, token: text, boundTo: thumbprint,
                    of: ProofOwner(space: protectionSpace, user: token.clientID ?? thumbprint))
            } catch {
                throw RefusalFactory(protectionSpace: protectionSpace, algorithms: verifier?.algorithms)
                    .refusedProof(error, nonce: verifier?.nextNonce)
            }
        }
    }
}
