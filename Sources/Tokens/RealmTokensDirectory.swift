package import Cryptography
package import Registry
import Synchronization
package import Timekeeping

/// The ``RealmTokens`` of every realm in use, kept in step with the store by the change feed.
package final class RealmTokensDirectory: Sendable {
    private struct State {
        var realms: [RealmIdentifier: RealmTokens] = [:]
        /// Moves on with every change but single revocations, so that what was read before one is not taken for the
        /// newest.
        var generation: UInt64 = 0
        /// What was revoked in realms while they are read for the first time. It is added to what was read: a realm
        /// with a million revocations would never be read to the end if each further one had it read again.
        var overtaking: [RealmIdentifier: [RevokedToken]] = [:]
    }

    let store: any RegistryStore
    let rootKey: RootKey
    let timeSource: TimeSource
    let firstKeys = FirstKeys()
    private let state = Mutex(State())

    /// A directory over a store.
    package init(store: any RegistryStore, rootKey: RootKey, timeSource: TimeSource) {
        self.store = store
        self.rootKey = rootKey
        self.timeSource = timeSource
    }

    /// The tokens of a realm, read from the store the first time.
    ///
    /// - Throws: ``RegistryError`` when the store does not answer, or its keys do not open with this root key.
    package func tokens(of realm: RealmIdentifier) async throws(RegistryError) -> RealmTokens {
        while true {
            let (held, generation) = state.withLock { state in
                let held = state.realms[realm]
                if held == nil, state.overtaking[realm] == nil { state.overtaking[realm] = [] }
                return (held, state.generation)
            }
            if let held { return held }
            let (contents, revoked) = try await readWhole(realm)
            let entered = state.withLock { state -> RealmTokens? in
                if let other = state.realms[realm] { return other }
                guard state.generation == generation else { return nil }
                let tokens = RealmTokens(realm: realm, contents: contents, revoked: revoked)
                for revoked in state.overtaking.removeValue(forKey: realm) ?? [] { tokens.revocations.revoke(revoked) }
                state.realms[realm] = tokens
                return tokens
            }
            if let entered { return entered }
        }
    }

    /// The profile to issue under, committed before the first token that carries it.
    package func profile(
        _ content: GrantProfiles.Content, in tokens: RealmTokens, for client: ClientIdentifier
    ) async throws(GrantProfileError) -> GrantProfile {
        if let held = tokens.profile(content) { return held }
        let (profile, all) = try await store.grantProfile(content, realm: tokens.realm, client: client)
        tokens.replace(profiles: all)
        return profile
    }

    /// The profile of a number that a token carries: from memory, or from the store when another server made it.
    package func profile(number: UInt16, in tokens: RealmTokens) async throws(RegistryError) -> GrantProfile? {
        if let held = tokens.profile(number: number) { return held }
        let realm = tokens.realm
        let all = GrantProfiles(try await store.read { registry in try registry.listGrantProfiles(realm) })
        tokens.replace(profiles: all)
        return all.find(number: number)
    }

    /// Brings the realms that a change concerns up to date.
    package func apply(_ change: Change) async { await apply([change]) }

    /// Brings the realms that changes concern up to date. Each is read once, however many the changes: those of a
    /// partner's thousand clients that are suspended come at once.
    package func apply(_ changes: [Change]) async {
        var stale: Set<RealmIdentifier> = []
        for change in changes {
            if let revoked = RevokedToken(change) {
                add(revoked)
                continue
            }
            // What is new revokes nothing and is no key; many come at once when clients are made in bulk.
            guard !change.kind.hasSuffix(".created") else { continue }
            let held = state.withLock { state in
                state.generation &+= 1
                return Array(state.realms.keys)
            }
            guard !Self.concernNoTokens.contains(where: { change.kind.hasPrefix($0) }) else { continue }
            stale.formUnion(
                held.filter { $0.tenant == change.tenant && (change.realm == nil || change.realm == $0) })
        }
        for realm in stale.sorted() { await readAgain(realm) }
    }

    private func readAgain(_ realm: RealmIdentifier) async {
        guard let tokens = state.withLock({ $0.realms[realm] }) else { return }
        do throws(RegistryError) {
            tokens.replace(with: try await read(realm))
        } catch {
            // One realm that cannot be read must not stop the feed for all others. It is let go of, so that its next
            // use reads it again or is refused.
            state.withLock { $0.realms[realm] = nil }
        }
    }

    /// Changes that leave keys, grant profiles, retired numbers and the realm's rules as they are.
    private static let concernNoTokens = [
        "secret.", "scope.", "resource.", "client.updated", "client.resumed", "subscription.updated",
    ]

    /// One row, one entry: a million revocations are not read again for the next one.
    private func add(_ revoked: RevokedToken) {
        let held = state.withLock { state in
            state.overtaking[revoked.realm]?.append(revoked)
            return state.realms[revoked.realm]
        }
        held?.revocations.revoke(revoked)
    }

    /// Forgets revocations whose time is over.
    package func removeExpired() {
        let now = timeSource.now()
        for tokens in state.withLock({ Array($0.realms.values) }) { _ = tokens.revocations.removeExpired(at: now) }
    }

    /// How many revocations are held, of all realms.
    package var revocationCount: Int {
        state.withLock { Array($0.realms.values) }.reduce(0) { $0 + $1.revocations.count }
    }

    /// Brings a realm up to date with what this server itself has just written.
    ///
    /// - Throws: ``RegistryError`` when the store does not answer.
    func refresh(_ tokens: RealmTokens) async throws(RegistryError) {
        while true {
            let generation = state.withLock { $0.generation }
            let contents = try await read(tokens.realm)
            // A change that was heard of meanwhile has had the realm read again; this older reading must not undo it.
            let isNewest = state.withLock { state in
                guard state.generation == generation else { return false }
                tokens.replace(with: contents)
                return true
            }
            if isNewest { return }
        }
    }

    private func read(_ realm: RealmIdentifier) async throws(RegistryError) -> RealmTokens.Contents {
        let now = timeSource.now()
        let rootKey = rootKey
        return try await store.read { registry in
            try RealmTokens.Contents(of: realm, in: registry, rootKey: rootKey, at: now)
        }
    }

    /// All of a realm, as one snapshot of the store has it.
    private func readWhole(
        _ realm: RealmIdentifier
    ) async throws(RegistryError) -> (RealmTokens.Contents, [TokenIdentifier: Timestamp]) {
        let now = timeSource.now()
        let rootKey = rootKey
        return try await store.read { registry in
            let revoked = try registry.listRevokedTokens(realm, at: now).compactMap { revoked in
                TokenIdentifier(text: revoked.identifier).map { ($0, revoked.until) }
            }
            return (
                try RealmTokens.Contents(of: realm, in: registry, rootKey: rootKey, at: now),
                Dictionary(revoked, uniquingKeysWith: { max($0, $1) })
            )
        }
    }
}

extension RealmTokens.Contents {
    fileprivate init(
        of realm: RealmIdentifier, in registry: any RegistryReading, rootKey: RootKey, at now: Timestamp
    ) throws {
        self.init(
            keys: try RealmKeys(registry.listKeys(realm), realm: realm, rootKey: rootKey),
            profiles: GrantProfiles(try registry.listGrantProfiles(realm)),
            retired: Dictionary(
                try registry.listRetiredClientNumbers(realm, at: now).map { ($0.number, $0.until) },
                uniquingKeysWith: { max($0, $1) }),
            securityProfile: try registry.findRealmSettings(realm).profile)
    }
}

extension RevocationSet {
    /// Takes in what a store or a change row says. An identifier of another form than those of this release's tokens
    /// belongs to none that is accepted here.
    fileprivate func revoke(_ revoked: RevokedToken) {
        guard let identifier = TokenIdentifier(text: revoked.identifier) else { return }
        revoke(identifier, until: revoked.until)
    }
}
