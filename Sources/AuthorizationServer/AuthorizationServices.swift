package import Cryptography
package import Journal
package import Registry
package import ResourceServer
package import Timekeeping
package import Tokens
package import WebFoundation

/// What the OAuth endpoints work with, made once by the composition.
package struct AuthorizationServices: Sendable {
    /// Finds who validates a realm's tokens for one resource; the same validator that guards the APIs of this server.
    package typealias ValidatorSource =
        @Sendable (RealmIdentifier, _ resource: String) async throws -> any AccessTokenValidator

    /// Which realm answers to a host.
    package let realms: any RealmResolver
    /// Authenticates clients.
    package let authentication: ClientAuthentication
    /// The clients, scopes and tenants, as the endpoints read them.
    package let registry: RegistryCache
    /// Decides on scopes.
    package let scopePolicy: ScopePolicy
    /// Binds tokens to the keys of DPoP proofs.
    package let dpop: DPoPBinding
    /// Keys, grant profiles and revocations of the realms.
    package let tokens: RealmTokensDirectory
    /// Who validates tokens.
    package let validator: ValidatorSource
    /// Where every issued token is written down.
    package let journal: JournalWriter
    /// Counts refusals.
    package let limiter: RefusalLimiter
    /// Counts the token requests of subscriptions that have limits.
    package let meter: SubscriptionMeter
    /// Whether the store was heard of late enough to know what was revoked.
    package let isFresh: @Sendable () -> Bool
    /// Whether callers' certificates reach this server: in its own TLS handshakes, or through a proxy.
    package let acceptsClientCertificates: Bool
    /// The time.
    package let timeSource: TimeSource
    /// Random bytes.
    package let random: RandomSource

    /// Puts the services together.
    package init(
        realms: any RealmResolver, registry: RegistryCache, authentication: ClientAuthentication,
        scopePolicy: ScopePolicy, dpop: DPoPBinding,
        tokens: RealmTokensDirectory, validator: @escaping ValidatorSource, journal: JournalWriter,
        limiter: RefusalLimiter, meter: SubscriptionMeter,
        isFresh: @escaping @Sendable () -> Bool, acceptsClientCertificates: Bool, timeSource: TimeSource,
        random: RandomSource
    ) {
        self.realms = realms
        self.registry = registry
        self.authentication = authentication
        self.scopePolicy = scopePolicy
        self.dpop = dpop
        self.tokens = tokens
        self.validator = validator
        self.journal = journal
        self.limiter = limiter
        self.meter = meter
        self.isFresh = isFresh
        self.acceptsClientCertificates = acceptsClientCertificates
        self.timeSource = timeSource
        self.random = random
    }
}
