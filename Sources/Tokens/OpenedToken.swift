package import Registry
package import ResourceServer
package import Timekeeping

/// A token that a key of its realm opened, or made the signature of. Whether it is still good is another question.
package struct OpenedToken: Hashable, Sendable {
    /// What only a JWT says.
    package struct JWTFacts: Hashable, Sendable {
        /// `iss`.
        package let issuer: String
        /// `client_id`.
        package let client: ClientIdentifier
        /// `sub`.
        package let subject: String
        /// `cnf`.
        package let confirmation: TokenConfirmation?
        /// `act`.
        package let actor: TokenActor?
        /// Whose revocation ends it.
        package let lineage: TokenLineage
        /// The `kid`.
        package let keyID: String
        /// The use of the key that signed it.
        let keyUse: KeyUse
        /// The earliest moment at which it is good.
        let notBefore: Timestamp
    }

    /// Its public identifier.
    package let identifier: TokenIdentifier
    /// The number of the client that it was issued to.
    package let clientNumber: UInt32
    /// Its scopes.
    package let scopes: [ScopeName]
    /// The resource it is for.
    package let resource: String
    /// When it was issued.
    package let issuedAt: Timestamp
    /// When it expires.
    package let expiresAt: Timestamp
    /// The last second in which it is good, since 1970-01-01T00:00:00Z.
    package let lastGoodSecond: Int64
    /// What else a JWT says; `nil` for a sealed token.
    package let jwt: JWTFacts?

    /// Whether its time is over.
    package func isExpired(at now: Timestamp) -> Bool {
        now.secondsSince1970 > lastGoodSecond
    }

    /// Whose revocation ends it.
    package var lineage: TokenLineage { jwt?.lineage ?? TokenLineage(clientNumber: clientNumber) }

    /// Whether it, the client it was issued to, or anything that it was exchanged for is revoked.
    package func isRevoked(in revocations: RevocationSet, at now: Timestamp) -> Bool {
        guard revocations.check(token: identifier, client: clientNumber, at: now) == .good else { return true }
        guard let lineage = jwt?.lineage, !lineage.tokens.isEmpty else { return false }
        return lineage.clientNumbers.contains { revocations.isRetired(clientNumber: $0) }
            || lineage.tokens.contains { revocations.isRevoked($0, at: now) }
    }
}

extension OpenedToken {
    /// Why the token is not good under the rules of its realm, which may be stricter now than when it was issued: FAPI
    /// 2.0 has no bearer tokens (Security Profile section 5.3.4), and sealed tokens are such, and fewer algorithms
    /// (section 5.4.1).
    func refusal(under profile: SecurityProfile) -> AccessTokenValidationError? {
        guard profile == .fapi2 else { return nil }
        guard let jwt, jwt.confirmation != nil else { return .unbound }
        return jwt.keyUse.algorithm.map { profile.allows($0) } == true ? nil : .algorithmRefused
    }
}

extension OpenedToken {
    /// What a sealed token says. It is good through the whole second `issued at + lifetime`.
    init(_ token: SealedToken, _ payload: SealedTokenPayload, profile: GrantProfile) {
        identifier = token.identifier
        clientNumber = payload.clientNumber
        scopes = profile.scopes
        resource = profile.resource
        issuedAt = Timestamp(secondsSince1970: payload.issuedAt)
        lastGoodSecond = payload.issuedAt + Int64(profile.lifetimeSeconds)
        expiresAt = Timestamp(secondsSince1970: lastGoodSecond)
        jwt = nil
    }
}
