import AuthorizationServer
import Cryptography
import ExternalAPI
import Journal
import Persistence
import Registry
import ResourceServer
import Timekeeping
import Tokens
import WebFoundation

/// What the OAuth endpoints of both listeners share. These differ in which realm a host name stands for, and in nothing
/// else.
struct AuthorizationParts: Sendable {
    let registry: RegistryCache
    let stores: ServerStores
    let uses: SecretUseLog
    let keySets: FetchedKeySets
    let dpop: DPoPBinding
    let tokens: RealmTokensDirectory
    let validator: @Sendable (RealmIdentifier, String) async throws -> any AccessTokenValidator
    let journal: JournalWriter
    let meter: SubscriptionMeter
    let readiness: Readiness
    let times: ClientAuthenticationTimes
    let timeSource: TimeSource
    let random: RandomSource
    private let limiter = RefusalLimiter()

    /// The endpoints' services for one listener.
    ///
    /// - Parameter certificates: whether callers' certificates reach the listener.
    func services(_ realms: any RealmResolver, certificates: Bool) -> AuthorizationServices {
        AuthorizationServices(
            realms: realms, registry: registry,
            authentication: ClientAuthentication(
                registry: registry, peppers: Peppers(store: stores.registry, rootKey: stores.rootKey), uses: uses,
                realms: realms, keySets: keySets, replays: SQLiteReplaySet(database: stores.registry.database),
                times: times),
            scopePolicy: ScopePolicy(registry: registry, realms: realms, externalAPIPath: ExternalAPI.resourcePath),
            dpop: dpop, tokens: tokens, validator: validator, journal: journal, limiter: limiter, meter: meter,
            isFresh: { [readiness] in readiness.isFresh }, acceptsClientCertificates: certificates,
            timeSource: timeSource, random: random)
    }
}
