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
        guard let payload = tokens.keys.open(sealed) else { throw .unknown }
        guard let profile = try await profile(payload.grantProfileNumber) else { throw .unknown }
        let now = timeSource.now()
        let expiry = payload.issuedAt + Int64(profile.lifetimeSeconds)
        guard now.secondsSince1970 <= expiry else { throw .expired }
        let identifier = sealed.identifier
        guard tokens.revocations.check(token: identifier, client: payload.clientNumber, at: now) == .good else {
            throw .revoked
        }
        guard profile.resource == resource else { throw .otherResource }
        return ValidatedToken(
            identifier: identifier.text, clientID: nil, clientNumber: payload.clientNumber,
            scopes: profile.scopes.map(\.text), resource: profile.resource,
            issuedAt: Timestamp(secondsSince1970: payload.issuedAt).date,
            expiresAt: Timestamp(secondsSince1970: expiry).date)
    }

    private func profile(_ number: UInt16) async throws(AccessTokenValidationError) -> GrantProfile? {
        do throws(RegistryError) {
            return try await directory.profile(number: number, in: tokens)
        } catch {
            throw .unavailable
        }
    }
}
