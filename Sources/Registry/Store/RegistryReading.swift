package import Cryptography
package import Timekeeping

/// A page of a list that is ordered by a text key.
package struct ListPage: Hashable, Sendable {
    /// The key of the last row of the page before; `nil` for the first page.
    package let after: String?
    /// Most rows of the page, 1 to ``RegistryLimits/pageRows``.
    package let limit: Int

    /// A page; the limit is brought into its range.
    package init(after: String? = nil, limit: Int = RegistryLimits.pageRows) {
        self.after = after
        self.limit = min(max(limit, 1), RegistryLimits.pageRows)
    }
}

/// What a transaction can read. One snapshot: all reads see the same state.
package protocol RegistryReading {
    /// The tenant of a name.
    func findTenant(_ name: TenantName) throws -> Tenant?
    /// Tenants by name, without the built-in one.
    func listTenants(_ page: ListPage) throws -> [Tenant]
    /// The realm that has a further host name.
    func findRealm(hostName: String) throws -> RealmIdentifier?
    /// The further host names of a tenant's realms by name.
    func listHostNames(_ tenant: TenantName) throws -> [HostName]
    /// The subscription of an identifier.
    func findSubscription(_ id: SubscriptionIdentifier) throws -> Subscription?
    /// Subscriptions by identifier, of one tenant or of all.
    func listSubscriptions(tenant: TenantName?, _ page: ListPage) throws -> [Subscription]
    /// The client of an identifier, deleted ones included.
    func findClient(_ id: ClientIdentifier) throws -> Client?
    /// The client that has a number in a realm now.
    func findClient(number: UInt32, realm: RealmIdentifier) throws -> Client?
    /// Clients by identifier, not the deleted ones; filtered by what is not `nil`.
    func listClients(
        tenant: TenantName?, realm: RealmIdentifier?, subscription: SubscriptionIdentifier?, _ page: ListPage
    ) throws -> [Client]
    /// Tenants that people look for, without the built-in one.
    func searchTenants(_ search: RegistrySearch) throws -> [Tenant]
    /// Subscriptions that people look for.
    func searchSubscriptions(_ search: RegistrySearch) throws -> [Subscription]
    /// Clients that people look for, not the deleted ones.
    func searchClients(_ search: RegistrySearch) throws -> [Client]
    /// The secret of an identifier.
    func findSecret(_ id: SecretIdentifier) throws -> ClientSecretRecord?
    /// The secrets of a client in order of creation.
    func listSecrets(_ client: ClientIdentifier) throws -> [ClientSecretRecord]
    /// A secret and its successor at a moment.
    func findSecretStanding(_ id: SecretIdentifier, at now: Timestamp) throws -> SecretStanding?
    /// The secrets of a client and their successors at a moment, in order of creation.
    func listSecretStandings(_ client: ClientIdentifier, at now: Timestamp) throws -> [SecretStanding]
    /// Secrets of all clients that people look for.
    func searchSecrets(_ search: SecretSearch) throws -> [SecretStanding]
    /// How many secrets of all clients stop at a moment or sooner, and how many have a successor. Reads every secret.
    func countSecrets(expiringBy soon: Timestamp, at now: Timestamp) throws -> SecretCounts
    /// The soonest future expiry of a secret that still works, of all realms.
    func soonestSecretExpiry(after now: Timestamp) throws -> Timestamp?
    /// The settings of a realm; the default ones where none were stored.
    func findRealmSettings(_ realm: RealmIdentifier) throws -> RealmSettings
    /// The scopes of a realm by name.
    func listScopes(_ realm: RealmIdentifier) throws -> [Scope]
    /// The resources of a realm by identifier.
    func listResources(_ realm: RealmIdentifier) throws -> [Resource]
    /// The deletion of a resource whose identifier is still kept from being used again.
    func findDeletedResource(_ identifier: String, realm: RealmIdentifier, at now: Timestamp) throws -> DeletedResource?
    /// A subscription of a tenant, not an ended one, whose clients may have a scope.
    func findSubscription(having scope: ScopeName, tenant: TenantName) throws -> Subscription?
    /// A client of a realm, not a deleted one, that introspects a resource or may exchange tokens for it.
    func findClient(usingResource identifier: String, realm: RealmIdentifier) throws -> Client?
    /// Whether a grant profile of a realm is for a resource.
    func hasGrantProfile(forResource identifier: String, realm: RealmIdentifier) throws -> Bool
    /// The grant profiles of a realm by number.
    func listGrantProfiles(_ realm: RealmIdentifier) throws -> [GrantProfile]
    /// How many grant profiles came into being for a client.
    func countGrantProfiles(createdFor client: ClientIdentifier) throws -> Int
    /// The keys of a realm in order of creation.
    func listKeys(_ realm: RealmIdentifier) throws -> [KeyRecord]
    /// The realms, in order of their names, that have a staged key from before a moment, an active key from before a
    /// moment without a staged one of its use beside it, or a key retired before a moment.
    func listRealmsWithDueKeys(_ due: KeyDueTimes, limit: Int) throws -> [RealmIdentifier]
    /// How many keys there are in each state and since when the oldest active one seals, over all realms.
    func summarizeKeys() throws -> KeySummary
    /// The retired client numbers of a realm whose time is not over.
    func listRetiredClientNumbers(_ realm: RealmIdentifier, at now: Timestamp) throws -> [RetiredClientNumber]
    /// The revocation of one token, also one whose time is over as long as it is kept.
    func findRevokedToken(_ identifier: String, realm: RealmIdentifier) throws -> RevokedToken?
    /// The revoked tokens of a realm whose time is not over.
    func listRevokedTokens(_ realm: RealmIdentifier, at now: Timestamp) throws -> [RevokedToken]
    /// How many records there are; those of the built-in tenant left out.
    func countRecords() throws -> RecordCounts
    /// All peppers by version, wrapped.
    func listPeppers() throws -> [PepperRecord]
    /// The operator of a name.
    func findOperator(_ name: OperatorName) throws -> Operator?
    /// All operators by name.
    func listOperators() throws -> [Operator]
    /// The sign-in link whose token has a digest, also one whose time is over as long as it is kept.
    func findSignInLink(digest: [UInt8]) throws -> SignInLink?
    /// The session whose token has a digest, also one whose time is over as long as it is kept.
    func findSession(digest: [UInt8]) throws -> OperatorSession?
    /// The sessions of an operator that have not ended, oldest first.
    func listSessions(of name: OperatorName, at now: Timestamp) throws -> [OperatorSession]
    /// The answer to an earlier request with an idempotency key; `nil` where its time is over.
    func findIdempotentAnswer(_ key: String, at now: Timestamp) throws -> IdempotentAnswer?
    /// Usage, added up by day, kind and word, in this order.
    func sumUsage(_ query: UsageQuery) throws -> [UsageSum]
    /// Usage of each client by itself, by day, realm, client, kind and word, in this order.
    func listUsage(_ query: UsageQuery, limit: Int) throws -> [UsageCount]
    /// The calls of a subscription's clients in a realm from a day on, without those that were not let in: their
    /// status is 401, 403, 429 or 503.
    func countCalls(of subscription: SubscriptionIdentifier, in realm: RealmIdentifier, since day: Day) throws -> Int
    /// The number of the newest change, 0 when there is none.
    func lastChangeNumber() throws -> Int64
    /// Changes after a number, oldest first.
    func listChanges(after number: Int64, limit: Int) throws -> [Change]
}

/// What a transaction can write. Everything or nothing is kept.
package protocol RegistryWriting: RegistryReading {
    /// Stores a new tenant.
    func insert(_ tenant: Tenant) throws
    /// Stores a changed tenant.
    func update(_ tenant: Tenant) throws
    /// Stores a new further host name.
    func insert(_ host: HostName) throws
    /// Forgets a further host name.
    func delete(_ host: HostName) throws
    /// Stores a new subscription.
    func insert(_ subscription: Subscription) throws
    /// Stores a changed subscription.
    func update(_ subscription: Subscription) throws
    /// The next client numbers, as many as asked for, which is at least one; none is ever given twice.
    func allocateClientNumbers(_ count: Int) throws -> ClosedRange<UInt32>
    /// Stores a new client.
    func insert(_ client: Client) throws
    /// Stores a changed client.
    func update(_ client: Client) throws
    /// Puts a client number into the revocation set until a time.
    func insert(_ retired: RetiredClientNumber) throws
    /// Puts one token into the revocation set until it would have expired.
    func insert(_ revoked: RevokedToken) throws
    /// Forgets retired numbers, revoked tokens and whatever else is only kept for a time.
    func deleteExpired(at now: Timestamp) throws
    /// Stores a new secret.
    func insert(_ secret: ClientSecretRecord) throws
    /// Stores a changed secret.
    func update(_ secret: ClientSecretRecord) throws
    /// Notes that the journal warns of a secret's expiry. Not a change: no row in the change table.
    func noteWarning(of secret: ClientSecretRecord) throws
    /// Writes down last uses; unknown secrets are passed over. Not a change: no row in the change table.
    func recordUse(_ uses: [SecretUse]) throws
    /// Stores the settings of a realm in place of those it had.
    func save(_ settings: RealmSettings) throws
    /// Stores a new scope.
    func insert(_ scope: Scope) throws
    /// Stores a changed scope; its resource does not change.
    func update(_ scope: Scope) throws
    /// Forgets a scope.
    func delete(_ scope: Scope) throws
    /// Stores a new resource.
    func insert(_ resource: Resource) throws
    /// Stores a changed resource.
    func update(_ resource: Resource) throws
    /// Forgets a resource.
    func delete(_ resource: Resource) throws
    /// Keeps the identifier of a deleted resource from being used again until a time; of two times the later call's
    /// counts.
    func insert(_ deleted: DeletedResource) throws
    /// Stores a new grant profile that came into being for a client.
    func insert(_ profile: GrantProfile, createdFor client: ClientIdentifier) throws
    /// Stores a new key.
    func insert(_ key: KeyRecord) throws
    /// Stores a changed key.
    func update(_ key: KeyRecord) throws
    /// Stores a new operator.
    func insert(_ person: Operator) throws
    /// Stores a changed operator.
    func update(_ person: Operator) throws
    /// Forgets an operator.
    func delete(_ person: Operator) throws
    /// Stores a new sign-in link.
    func insert(_ link: SignInLink) throws
    /// Forgets every sign-in link of an operator.
    func deleteSignInLinks(of name: OperatorName) throws
    /// Stores a new session.
    func insert(_ session: OperatorSession) throws
    /// Writes down when a session was last used. Not a change: no row in the change table.
    func update(_ session: OperatorSession) throws
    /// Forgets a session by its identifier.
    func deleteSession(_ id: String) throws
    /// Forgets every session of an operator.
    func deleteSessions(of name: OperatorName) throws
    /// Stores the answer to a request with an idempotency key, in place of one whose time is over.
    func insert(_ answer: IdempotentAnswer) throws
    /// Adds to what was counted before. Not a change: no row in the change table.
    func add(_ usage: [UsageCount]) throws
    /// Forgets the usage of days before one.
    func deleteUsage(before day: Day) throws
    /// Stores a new pepper.
    func insert(_ pepper: PepperRecord) throws
    /// Stores a row of the change table.
    ///
    /// - Throws: ``RegistryError/conflict(_:)`` when the journal would have no room for it.
    func record(_ change: Change) throws
}

/// The keys of all realms in numbers.
package struct KeySummary: Hashable, Sendable {
    /// How many keys there are in each state.
    package let counts: [KeyState: Int]
    /// When the active key that has sealed for longest became active.
    package let oldestActivation: Timestamp?

    /// Puts a summary together.
    package init(counts: [KeyState: Int], oldestActivation: Timestamp?) {
        self.counts = counts
        self.oldestActivation = oldestActivation
    }
}

/// The moments from which on something is to be done with keys that are older.
package struct KeyDueTimes: Hashable, Sendable {
    /// A key staged at this moment or before is to be activated.
    package let stagedBefore: Timestamp
    /// Beside a key activated at this moment or before a new one is to be staged; `nil` for never.
    package let activeBefore: Timestamp?
    /// A key retired before this moment is to be destroyed.
    package let retiredBefore: Timestamp

    /// Names the moments.
    package init(stagedBefore: Timestamp, activeBefore: Timestamp?, retiredBefore: Timestamp) {
        self.stagedBefore = stagedBefore
        self.activeBefore = activeBefore
        self.retiredBefore = retiredBefore
    }
}

/// A client number in the revocation set.
package struct RetiredClientNumber: Hashable, Sendable {
    /// The realm.
    package let realm: RealmIdentifier
    /// The number.
    package let number: UInt32
    /// Until when it must stay in the set.
    package let until: Timestamp

    /// Names a retired number.
    package init(realm: RealmIdentifier, number: UInt32, until: Timestamp) {
        self.realm = realm
        self.number = number
        self.until = until
    }
}

/// A token in the revocation set.
package struct RevokedToken: Hashable, Sendable {
    /// The realm.
    package let realm: RealmIdentifier
    /// The token's public identifier, never the token.
    package let identifier: String
    /// The token's last good second; through the whole of it the token must stay in the set.
    package let until: Timestamp

    /// Names a revoked token.
    package init(realm: RealmIdentifier, identifier: String, until: Timestamp) {
        self.realm = realm
        self.identifier = identifier
        self.until = until
    }
}

/// A pepper as stored: wrapped by the root key.
package struct PepperRecord: Hashable, Sendable {
    /// 1 and up; each secret's row names the version it was made with.
    package let version: Int
    /// The wrapped bytes.
    package let wrapped: [UInt8]
    /// When it was made.
    package let createdAt: Timestamp

    /// A pepper as stored.
    package init(version: Int, wrapped: [UInt8], createdAt: Timestamp) {
        self.version = version
        self.wrapped = wrapped
        self.createdAt = createdAt
    }
}

/// The last use of a secret.
package struct SecretUse: Hashable, Sendable {
    /// The secret.
    package let secret: SecretIdentifier
    /// When.
    package let at: Timestamp
    /// From where.
    package let remoteAddress: String

    /// Names a use.
    package init(secret: SecretIdentifier, at: Timestamp, remoteAddress: String) {
        self.secret = secret
        self.at = at
        self.remoteAddress = remoteAddress
    }
}
