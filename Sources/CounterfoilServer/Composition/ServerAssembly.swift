import Administration
import AuthorizationServer
import Console
package import Cryptography
import ExternalAPI
import JOSE
package import Journal
package import Logging
package import Observability
import OutboundHTTP
import Persistence
import Registry
import ResourceServer
import ServiceLifecycle
package import Timekeeping
import Tokens
package import WebFoundation

/// The parts of a server put together, without sockets: what the listeners serve, and what runs beside them.
package struct ServerAssembly: Sendable {
    /// What every assembly is given: time, randomness, and where logs and metrics go.
    package struct Surroundings: Sendable {
        /// The time.
        package var timeSource: TimeSource
        /// Random bytes.
        package var random: RandomSource
        /// Where log lines go.
        package var logger: Logger
        /// What `/metrics` shows.
        package var metrics: PrometheusRegistry

        /// Puts the surroundings together.
        package init(timeSource: TimeSource, random: RandomSource, logger: Logger, metrics: PrometheusRegistry) {
            self.timeSource = timeSource
            self.random = random
            self.logger = logger
            self.metrics = metrics
        }
    }

    /// The operations of the public listener.
    package let publicTable: RouteTable
    /// The operations of the private listener.
    package let privateTable: RouteTable
    /// The public listener's way of every request.
    package let publicPipeline: RequestPipeline
    /// The private listener's way of every request.
    package let privatePipeline: RequestPipeline
    /// The journal.
    package let journal: JournalWriter
    let changeFollower: ChangeFollower
    let maintenance: Maintenance
    let keyRotation: KeyRotation

    /// Puts a server together over opened stores.
    ///
    /// - Throws: ``ServerError`` when the registry cannot be read or the journal cannot take in what it lacks.
    package init(
        _ configuration: ServerConfiguration, stores: ServerStores, surroundings: Surroundings
    ) async throws(ServerError) {
        let timeSource = surroundings.timeSource
        let logger = surroundings.logger
        let feed = try await Self.openedFeed(stores, surroundings)
        let cache = RegistryCache(store: stores.registry)
        let tokens = RealmTokensDirectory(store: stores.registry, rootKey: stores.rootKey, timeSource: timeSource)
        let hosts = HostDirectory(
            registry: cache, baseDomain: configuration.baseDomain, defaultRealm: configuration.defaultRealm)
        let journalMetrics = JournalMetrics()
        journal = JournalWriter(
            store: stores.journal, timeSource: timeSource, logger: logger, observer: journalMetrics)
        let uses = SecretUseLog()
        let readiness = Readiness(
            feed: feed, journal: journal, journalMetrics: journalMetrics, timeSource: timeSource,
            maximumStalenessSeconds: configuration.revocationMaximumStalenessSeconds)
        let validators = TokenValidators(
            tokens: tokens, registry: cache, readiness: readiness, timeSource: timeSource)
        let proofs = ProofReplaySet()
        let nonces = DPoPNonces(key: stores.rootKey.derivedKey(for: "counterfoil/dpop-nonce/v1"))
        let dpop = DPoPBinding(replays: proofs, nonces: nonces, requiresNonce: configuration.requiresDPoPNonce)
        let usage = UsageLog()
        let meter = SubscriptionMeter(registry: stores.registry)
        let parts = AuthorizationParts(
            registry: cache, stores: stores, uses: uses,
            keySets: try Self.keySets(configuration, timeSource: timeSource), dpop: dpop, tokens: tokens,
            validator: validators.validator, journal: journal, meter: meter, readiness: readiness,
            times: ClientAuthenticationTimes(
                failure: .milliseconds(configuration.authenticationFailureMilliseconds),
                keyFailure: .milliseconds(configuration.keyAuthenticationFailureMilliseconds),
                keyWait: .milliseconds(configuration.clientKeyWaitMilliseconds)),
            timeSource: timeSource, random: surroundings.random)
        publicTable = Self.publicTable(
            configuration, services: parts.services(hosts, certificates: configuration.acceptsClientCertificates),
            cache: cache,
            external: ExternalAPIParts(
                parts, validators: validators,
                proofs: ProofVerifiers(
                    tokens: tokens, replays: proofs, nonces: configuration.requiresDPoPNonce ? nonces : nil,
                    timeSource: timeSource),
                bindsToCertificates: configuration.acceptsClientCertificates, logger: logger))
        let registryMetrics = RegistryMetrics(registry: stores.registry, timeSource: timeSource)
        registryMetrics.register(in: surroundings.metrics, cache: cache, tokens: tokens, feed: feed)
        privateTable = try Self.privateTable(
            configuration, stores: stores, parts: parts, validators: validators,
            watching: PrivateRoutes(
                readiness: readiness, metrics: surroundings.metrics, registryMetrics: registryMetrics))
        (publicPipeline, privatePipeline) = Self.pipelines(
            configuration, (publicTable, privateTable), hosts: hosts, journal: journal, usage: usage,
            surroundings: surroundings)
        let journaling = ChangeJournaling(registry: stores.registry, store: stores.journal, journal: journal)
        changeFollower = ChangeFollower(
            feed: feed, registry: cache, tokens: tokens, journaling: journaling, random: surroundings.random,
            logger: logger)
        keyRotation = KeyRotation(
            rotator: KeyRotator(
                store: stores.registry, rootKey: stores.rootKey, random: surroundings.random, timeSource: timeSource,
                policy: configuration.keyRotation),
            logger: logger)
        maintenance = Maintenance(
            store: stores.registry, tokens: tokens, uses: uses, usage: usage,
            replays: SQLiteReplaySet(database: stores.registry.database), timeSource: timeSource,
            random: surroundings.random, rootKey: stores.rootKey, logger: logger)
        do {
            try await journaling.takeIn()
        } catch {
            throw .journal("The journal cannot take in the registry's changes. \(error)")
        }
    }

    /// Checks the root key, makes the built-in realm where it is missing, and starts to listen to changes: before
    /// anything is read into memory, so that no change falls in between.
    private static func openedFeed(
        _ stores: ServerStores, _ surroundings: Surroundings
    ) async throws(ServerError) -> ChangeFeed {
        do throws(RegistryError) {
            try await stores.registry.requireOpens(with: stores.rootKey)
            let context = OperationContext(
                actor: Actor("server"), now: surroundings.timeSource.now(), random: surroundings.random,
                rootKey: stores.rootKey)
            try await stores.registry.run(CreateSystemRealm(), context)
            try await stores.sealEarlierNumbers()
            return try await ChangeFeed(store: stores.registry, timeSource: surroundings.timeSource)
        } catch {
            throw .registry(error)
        }
    }

    private static func privateTable(
        _ configuration: ServerConfiguration, stores: ServerStores, parts: AuthorizationParts,
        validators: TokenValidators, watching: PrivateRoutes
    ) throws(ServerError) -> RouteTable {
        let hosts = PrivateHosts(names: configuration.adminHosts)
        let services = AdminServices(
            registry: stores.registry, journal: { [journal = JournalReader(store: stores.journal)] in journal },
            rootKey: { [rootKey = stores.rootKey] in rootKey },
            copyJournal: { tenant in
                try await JournalCopyFile.write(
                    of: tenant, from: JournalReader(store: stores.journal), directory: stores.directory.path,
                    now: parts.timeSource.now())
            }, records: stores.adminRecords, random: parts.random, timeSource: parts.timeSource)
        let administration = AdminAPI(services: services)
        let readiness = watching.readiness
        let console: WebConsole
        do {
            console = try WebConsole(
                api: administration, services: services,
                surroundings: .init(
                    obstacles: { await readiness.obstacles() },
                    address: PublicAddresses(configuration).address))
        } catch {
            throw .configuration("The web console's templates cannot be read. \(error)")
        }
        return RouteTable(
            watching.routes + ErrorPages.routes + [
                ForwardAuthorization(registry: parts.registry, validators: validators).route
            ]
                + OAuthRoutes.routes(parts.services(hosts, certificates: false)) + console.routes
                + administration.routes {
                    try await validators.validator(for: .system, resource: SystemRealm.adminAPI)
                })
    }

    private static func pipelines(
        _ configuration: ServerConfiguration, _ tables: (public: RouteTable, private: RouteTable),
        hosts: HostDirectory, journal: JournalWriter, usage: UsageLog, surroundings: Surroundings
    ) -> (public: RequestPipeline, private: RequestPipeline) {
        let (random, timeSource, logger) = (surroundings.random, surroundings.timeSource, surroundings.logger)
        func recorder(_ table: RouteTable) -> RequestRecorder {
            RequestRecorder(logger: logger, journal: journal, usage: UsageRecorder(log: usage, table: table))
        }
        let requestIDs: @Sendable () -> String = { Hexadecimal.encodeLowercase(random.bytes(16)) }
        return (
            RequestPipeline(
                table: tables.public, hosts: .realms(hosts), trustedProxies: configuration.trustedProxies,
                connectionIsSecure: configuration.tls != nil,
                clientCertificateHeader: configuration.clientCertificateHeader, timeSource: timeSource,
                requestIDs: requestIDs, observer: recorder(tables.public)),
            RequestPipeline(
                table: tables.private, hosts: .fixed(configuration.adminHosts, realm: .system), trustedProxies: [],
                connectionIsSecure: false, timeSource: timeSource, requestIDs: requestIDs,
                observer: recorder(tables.private))
        )
    }

    private static func keySets(
        _ configuration: ServerConfiguration, timeSource: TimeSource
    ) throws(ServerError) -> FetchedKeySets {
        do throws(OutboundError) {
            return FetchedKeySets(client: try GuardedClient(policy: configuration.outbound), timeSource: timeSource)
        } catch {
            throw .configuration("\(error)")
        }
    }

    private static func publicTable(
        _ configuration: ServerConfiguration, services: AuthorizationServices, cache: RegistryCache,
        external: ExternalAPIParts
    ) -> RouteTable {
        RouteTable(
            OAuthRoutes.routes(services) + external.routes
                + swaggerRoutes(
                    assets: SwaggerAssets(directory: SwaggerLocation.find(configuration.swaggerAssetsPath)),
                    further: [
                        SwaggerDocument(
                            name: "Token endpoint", pagePath: "/swagger/token-endpoint", path: OAuthRoutes.documentPath)
                    ]
                ) { realm in try await cache.tenant(realm.tenant)?.displayName ?? realm.tenant.text }
                + PublicPages(
                    registry: cache, securityContact: configuration.securityContact,
                    timeSource: services.timeSource
                ).routes)
    }
}
