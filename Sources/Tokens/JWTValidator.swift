import FoundationEssentials
import Registry
package import ResourceServer
package import Timekeeping

/// Validates JWT access tokens of one realm for one resource (RFC 9068 section 4), in the issuer's own process and
/// without storage.
package struct JWTValidator: AccessTokenValidator {
    private let tokens: RealmTokens
    private let resource: String
    private let timeSource: TimeSource
    private let isFresh: @Sendable () -> Bool

    /// A validator for the tokens of a realm.
    ///
    /// - Parameters:
    ///   - resource: the resource that the tokens must be for.
    ///   - isFresh: whether the store was heard of late enough for revocations to be known.
    package init(
        tokens: RealmTokens, resource: String, timeSource: TimeSource, isFresh: @escaping @Sendable () -> Bool
    ) {
        self.tokens = tokens
        self.resource = resource
        self.timeSource = timeSource
        self.isFresh = isFresh
    }

    /// Validates a token. It is good before `exp`. Whether its binding is proven is for the caller to check.
    package func validate(_ token: String) async throws(AccessTokenValidationError) -> ValidatedToken {
        guard token.utf8.first == UInt8(ascii: "e"), token.utf8.count <= AccessTokenCredentials.longestTokenBytes else {
            throw .malformed
        }
        guard isFresh() else { throw .unavailable }
        let opened = try tokens.keys.signing.open(token)
        let now = timeSource.now()
        guard let facts = opened.jwt, !opened.isExpired(at: now) else { throw .expired }
        // Between servers whose clocks agree to some seconds.
        guard facts.notBefore.milliseconds(since: now) <= TokenLimits.clockSkewSeconds * 1_000 else {
            throw .notYetValid
        }
        guard !opened.isRevoked(in: tokens.revocations, at: now) else { throw .revoked }
        guard opened.resource == resource else { throw .otherResource }
        if let refusal = opened.refusal(under: tokens.securityProfile) { throw refusal }
        return ValidatedToken(opened, facts)
    }
}

extension ValidatedToken {
    fileprivate init(_ token: OpenedToken, _ facts: OpenedToken.JWTFacts) {
        self.init(
            identifier: token.identifier.text, clientID: facts.client.text, clientNumber: token.clientNumber,
            scopes: token.scopes.map(\.text), resource: token.resource, issuedAt: token.issuedAt.date,
            expiresAt: token.expiresAt.date, subject: facts.subject, issuer: facts.issuer,
            confirmation: facts.confirmation, actor: facts.actor)
    }
}
