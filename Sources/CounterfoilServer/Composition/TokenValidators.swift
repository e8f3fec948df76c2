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
            let realmTokens = try await tokens.tokens(of: realm)
            let isFresh: @Sendable () -> Bool = { readiness.isFresh }
            let validator = FormValidator(
                sealed: SealedTokenValidator(
                    tokens: realmTokens, directory: tokens, resource: resource, timeSource: timeSource,
                    isFresh: isFresh),
                jwt: JWTValidator(
                    tokens: realmTokens, resource: resource, timeSource: timeSource, isFresh: isFresh))
            return ClientProfileValidator(
                base: ClientNamingValidator(base: validator, registry: registry, realm: realm), registry: registry)
        } catch {
            throw GeneralFailure.unavailable
        }
    }
}

/// Chooses by the form of a token: a JWT is never as short as a sealed token.
private struct FormValidator: AccessTokenValidator {
    let sealed: SealedTokenValidator
    let jwt: JWTValidator

    func validate(_ token: String) async throws(AccessTokenValidationError) -> ValidatedToken {
        token.utf8.count == TokenLimits.sealedTokenTextDigits
            ? try await sealed.validate(token) : try await jwt.validate(token)
    }
}
