package import Cryptography
package import Registry
import Synchronization
package import Timekeeping

/// What making and checking the tokens of one realm needs, all in memory: keys, grant profiles, revocations, and
/// the rules that the realm is held to.
package final class RealmTokens: Sendable {
    /// One reading of the store.
    struct Contents: Sendable {
        let keys: RealmKeys
        let profiles: GrantProfiles
        let retired: [UInt32: Timestamp]
        let securityProfile: SecurityProfile
    }

    private struct State {
        var keys: RealmKeys
        var profiles: GrantProfiles
        var securityProfile: SecurityProfile

        init(_ contents: Contents) {
            keys = contents.keys
            profiles = contents.profiles
            securityProfile = contents.securityProfile
        }
    }

    /// The realm.
    package let realm: RealmIdentifier
    /// What was revoked before its time.
    package let revocations = RevocationSet()
    private let state: Mutex<State>

    init(realm: RealmIdentifier, contents: Contents, revoked: [TokenIdentifier: Timestamp]) {
        self.realm = realm
        state = Mutex(State(contents))
        revocations.replace(tokens: revoked, clients: contents.retired)
    }

    /// Takes over a newer reading. Keys and profiles change together; the set follows, and until then refuses no less.
    /// The revoked tokens are not read again: each came by its own change.
    func replace(with contents: Contents) {
        state.withLock { $0 = State(contents) }
        revocations.replace(clients: contents.retired)
    }

    func replace(profiles: GrantProfiles) {
        state.withLock { $0.profiles = profiles }
    }

    /// The keys of this moment.
    package var keys: RealmKeys { state.withLock { $0.keys } }

    /// The rules that the realm is held to, which its tokens must keep to at every use.
    package var securityProfile: SecurityProfile { state.withLock { $0.securityProfile } }

    /// The grant profile of a number, if it is known here.
    package func profile(number: UInt16) -> GrantProfile? {
        state.withLock { $0.profiles.find(number: number) }
    }

    func profile(_ content: GrantProfiles.Content) -> GrantProfile? {
        state.withLock { $0.profiles.find(content) }
    }

    /// Makes a token.
    ///
    /// - Parameter keys: the keys as they were before the client authenticated. Were they replaced since, because the
    ///   tenant was suspended, the token does not open any more.
    /// - Parameter random: gives its 40 random bits.
    package func seal(
        clientNumber: UInt32, profile: GrantProfile, at now: Timestamp, with keys: RealmKeys,
        random: RandomSource
    ) -> SealedToken {
        let nonce = random.bytes(5).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return keys.sealing.active.seal(
            SealedTokenPayload(
                clientNumber: clientNumber, issuedAt: now.secondsSince1970, grantProfileNumber: profile.number,
                nonce: nonce))
    }
}
