import Synchronization
public import Timekeeping

/// What the revocation set says about a token.
public enum TokenStanding: Hashable, Sendable {
    /// Neither the token nor its client's number is in the set.
    case good

    /// This one token was revoked.
    case tokenRevoked

    /// All tokens under the client's number were revoked.
    case clientRetired
}

/// What was revoked in one realm and has not expired yet, in memory. A look-up takes the same time however much is in
/// it.
public final class RevocationSet: Sendable {
    private let state = Mutex(RevocationState())

    /// An empty set.
    public init() {}

    /// Whether the token was revoked. A revocation counts through the whole second it ends in, as a token does.
    public func isRevoked(_ identifier: TokenIdentifier, at now: Timestamp) -> Bool {
        state.withLock { $0.isRevoked(identifier, at: now) }
    }

    /// Whether all tokens under this client number were revoked.
    public func isRetired(clientNumber: UInt32) -> Bool {
        state.withLock { $0.clients[clientNumber] != nil }
    }

    /// Both look-ups at one moment, for the check of a token.
    public func check(token: TokenIdentifier, client: UInt32, at now: Timestamp) -> TokenStanding {
        state.withLock { state in
            if state.clients[client] != nil { return .clientRetired }
            return state.isRevoked(token, at: now) ? .tokenRevoked : .good
        }
    }

    /// Revokes one token until it expires anyway, through the whole of that second. Of two times for one token the
    /// later one counts.
    public func revoke(_ identifier: TokenIdentifier, until: Timestamp) {
        state.withLock { $0.revoke(identifier, until: until) }
    }

    /// Revokes all tokens under a client number, until the last of them has expired anyway.
    public func retire(clientNumber: UInt32, until: Timestamp) {
        state.withLock { state in
            state.clients[clientNumber] = max(until, state.clients[clientNumber] ?? until)
        }
    }

    /// Puts what a store holds in the place of all that is in the set.
    public func replace(tokens: [TokenIdentifier: Timestamp], clients: [UInt32: Timestamp]) {
        // Built before the lock is taken: nobody waits while a million entries are sorted in.
        let fresh = RevocationState(tokens: tokens, clients: clients)
        state.withLock { $0 = fresh }
    }

    /// Puts the client numbers that a store holds in the place of those in the set. The tokens stay.
    public func replace(clients: [UInt32: Timestamp]) {
        state.withLock { $0.clients = clients }
    }

    /// Takes out what has expired; how many that were. Look-ups go on in between.
    @discardableResult
    public func removeExpired(at now: Timestamp) -> Int {
        var removed = state.withLock { $0.removeExpiredClients(at: now) }
        while true {
            let batch = state.withLock { state in
                state.removeExpiredTokens(at: now, atMost: TokenLimits.revocationSweepBatchMaximum)
            }
            removed += batch.removed
            if batch.isLast { return removed }
        }
    }

    /// How many revoked tokens and retired client numbers the set holds.
    public var count: Int {
        state.withLock { $0.tokens.count + $0.clients.count }
    }
}
