import FoundationEssentials
import Registry
package import ResourceServer
package import Timekeeping

/// Validates sealed tokens of one realm for one resource, in the issuer's own process and without storage.
package struct SealedTokenValidator: AccessTokenValidator {
    private let tokens: RealmTokens
    private let directory: RealmTokensDirectory
    private let resource: String
    private let timeSource: TimeSource
    private let isFresh: @Sendable () -> Bool

    /// A validator for the tokens of a realm.
    ///
    /// - Parameters:
    ///   - resource: the resource that the tokens must be for.
    ///   - isFresh: whether the store was heard of late enough for revocations to be known.
    package init(
        tokens: RealmTokens, directory: RealmTokensDirectory, resource: String, timeSource: TimeSource,
        isFresh: @escaping @Sendable () -> Bool
    ) {
        self.tokens = tokens
        self.directory = directory
        self.resource = resource
        self.timeSource = timeSource
        self.isFresh = isFresh
    }

    /// Validates a token. It is good through the whole second `issued at + lifetime`.
    package func validate(_ token: String) async throws(AccessTokenValidationError) -> ValidatedToken {
        guard let sealed = SealedToken(text: token) else { throw .malformed }
        guard isFresh() else { throw .unavailable }
        guard let opened = try await open(sealed) else { throw .unknown }
        let now = timeSource.now()
        guard !opened.isExpired(at: now) else { throw .expired }
        guard !opened.isRevoked(in: tokens.revocations, at: now) else { throw .revoked }
        guard opened.resource == resource else { throw .otherResource }
        if let refusal = opened.refusal(under: tokens.securityProfile) { throw refusal }
        return ValidatedToken(
            identifier: opened.identifier.text, clientID: nil, clientNumber: opened.clientNumber,
            scopes: opened.scopes.map(\.text), resource: opened.resource, issuedAt: opened.issuedAt.date,
            expiresAt: opened.expiresAt.date)
    }

    private func open(_ token: SealedToken) async throws(AccessTokenValidationError) -> OpenedToken? {
        do throws(RegistryError) {
            return try await directory.open(token, in: tokens)
        } catch {
            throw .unavailable
        }
    }
}
