import Registry
import ResourceServer
import Timekeeping
import Tokens
import WebFoundation

/// The one way in which this server validates tokens: at its APIs, and where it is asked about a token.
struct TokenValidators: Sendable {
    let tokens: RealmTokensDirectory
    let registry: RegistryCache
    let readiness: Readiness
    let timeSource: TimeSource

    /// The validator of a realm's tokens for one of its resources.
    func validator(for realm: RealmIdentifier, resource: String) async throws -> any AccessTokenValidator {
        do throws(RegistryError) {
            let sealed = SealedTokenValidator(
                tokens: try await tokens.tokens(of: realm), directory: tokens, resource: resource,
                timeSource: timeSource, isFresh: { readiness.isFresh })
            return ClientNamingValidator(base: sealed, registry: registry, realm: realm)
        } catch {
            throw GeneralFailure.unavailable
        }
    }
}
