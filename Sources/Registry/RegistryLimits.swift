/// Bounds and defaults of the registry. Units stand last in the names.
package enum RegistryLimits {
    /// Longest tenant name.
    package static let tenantNameCharacters = 42
    /// Longest name of a partner, client, contact or description.
    package static let labelCharacters = 200
    /// Longest scope name.
    package static let scopeNameCharacters = 100
    /// Longest URL of a client's key set.
    package static let keysURICharacters = 2_000
    /// Largest registered key set of a client.
    package static let keySetBytes = 32_768
    /// Longest name of a client's certificate.
    package static let certificateSubjectCharacters = 500
    /// Most bytes of the certificates that issue clients' certificates, of one realm.
    package static let certificateRootsBytes = 65_536
    /// Most resources for which one client may exchange tokens.
    package static let exchangeTargetsPerClient = 50
    /// Longest lifetime of tokens of SMART Backend Services clients.
    package static let smartTokenLifetimeSeconds = 300
    /// Most scopes of one realm.
    package static let scopesPerRealm = 500
    /// Most resources of one realm.
    package static let resourcesPerRealm = 200
    /// Longest identifier of a resource.
    package static let resourceIdentifierBytes = 500
    /// Most that a change row may say, in bytes of the JSON that the journal writes of it. An entry of the journal has
    /// room for it and for what stands around it.
    package static let changeBytes = 60_000
    /// Shortest lifetime of an access token that a client can be given.
    package static let shortestTokenLifetimeSeconds = 60
    /// Longest lifetime of an access token that a client can be given.
    package static let longestTokenLifetimeSeconds = 86_400
    /// Lifetime of an access token of a client that was given none.
    package static let defaultTokenLifetimeSeconds = 1_200
    /// Most grant profiles that one client can bring into being.
    package static let grantProfilesPerClient = 256
    /// Most secrets of one client that are neither expired nor revoked.
    package static let activeSecretsPerClient = 10
    /// Longest time that rolled secrets go on working: a year.
    package static let secretGraceSeconds: Int64 = 31_622_400
    /// How long before a secret stops the journal warns of it: two weeks.
    package static let secretExpiryWarningSeconds: Int64 = 1_209_600
    /// Most networks that one client's requests may come from.
    package static let networksPerClient = 50
    /// Subscriptions of which one part of the counters in memory holds counts at the same time.
    package static let meteredSubscriptionsPerShard = 16_384
    /// Counters of usage that are held in memory between two flushes.
    package static let usageCounters = 200_000
    /// How many months usage is kept, before the running one.
    package static let usageKeptMonths: Int64 = 13
    /// Most days of one question for usage: all that is kept.
    package static let usageQueryDays: Int64 = 430
    /// Most rows of usage that are read at once.
    package static let usageRows = 200_000
    /// Highest limit of calls or token requests that a subscription can be given.
    package static let limitCalls = 1_000_000_000_000
    /// Random characters of a client id, 5 bits each.
    package static let clientIDRandomCharacters = 20
    /// Random bytes of a client secret.
    package static let clientSecretRandomBytes = 32
    /// How long the number of a client whose tokens were revoked stays in the revocation set: the longest lifetime of a
    /// token, and 300 s of skew between servers.
    package static let retiredClientNumberKeptSeconds: Int64 = 86_700
    /// How long the identifier of a deleted resource stays taken: as long as a JWT for it may be good.
    package static let deletedResourceKeptSeconds = retiredClientNumberKeptSeconds
    /// Most identifiers of one owner and use in a replay set at the same time. Assertions live 300 s at most, so this
    /// is about 270 a second.
    package static let usedIdentifiersPerOwner = 100_000
    /// Longest name of an operator.
    package static let operatorNameCharacters = 42
    /// Random bytes of a sign-in link and of a session's cookie.
    package static let operatorTokenRandomBytes = 32
    /// How long a sign-in link works.
    package static let signInLinkSeconds: Int64 = 900
    /// How long a session lasts without being used.
    package static let sessionIdleSeconds: Int64 = 1_800
    /// How long a session lasts at most.
    package static let sessionSeconds: Int64 = 43_200
    /// How often the use of a session is written down.
    package static let sessionUseIntervalSeconds: Int64 = 60
    /// Random bytes of a key that seals tokens: two AES-256 keys (RFC 5297).
    package static let sealingKeyBytes = 64
    /// Longest label of a host name.
    static let hostLabelCharacters = 63
    /// Longest host name.
    package static let hostNameCharacters = 253
    /// Most host names of one tenant beside those made of its name.
    package static let hostNamesPerTenant = 50
    /// Most rows of one page of a list.
    package static let pageRows = 1_000
}
