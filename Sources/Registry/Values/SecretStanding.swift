package import Timekeeping

/// A secret and whether another one of its client stands in its place, so that it can be seen who has not moved over.
package struct SecretStanding: Hashable, Sendable {
    /// A later secret that works now and will outlast the one before.
    package struct Successor: Hashable, Sendable {
        /// The later secret.
        package let id: SecretIdentifier
        /// When it was created.
        package let createdAt: Timestamp

        /// Names a successor.
        package init(id: SecretIdentifier, createdAt: Timestamp) {
            self.id = id
            self.createdAt = createdAt
        }
    }

    /// Whether a client has moved over from one secret to the next.
    package enum Succession: String, Hashable, Sendable, CaseIterable {
        /// No other secret stands in its place.
        case current
        /// One does, and this one was used after that was created.
        case stillUsed = "still_used"
        /// One does, and this one was not used since.
        case unused
    }

    /// The secret.
    package let secret: ClientSecretRecord
    /// The first secret that was made in its place; `nil` where there is none, or where it works no more itself.
    package let successor: Successor?

    /// Whether the client has moved over to the successor.
    package var succession: Succession {
        guard let successor else { return .current }
        guard let lastUse = secret.lastUsedAt, lastUse > successor.createdAt else { return .unused }
        return .stillUsed
    }

    /// Puts a standing together.
    package init(secret: ClientSecretRecord, successor: Successor?) {
        self.secret = secret
        self.successor = successor
    }
}

/// A page of secrets of all clients that are not deleted.
package struct SecretSearch: Hashable, Sendable {
    /// Which secrets are looked for; only such as work, or will.
    package enum Kind: Hashable, Sendable {
        /// Those that stop at a moment or sooner, soonest first.
        case expiring(by: Timestamp)
        /// Those of them whose expiry the journal has not warned of, and that no successor stands in place of or that
        /// are used in spite of it; soonest first.
        case unwarned(by: Timestamp)
        /// Those that have a successor, by identifier; only those that are still used, or are not, where it is said.
        case superseded(SecretStanding.Succession?)
    }

    /// Which secrets.
    package let kind: Kind
    /// The moment at which they work or have a successor.
    package let now: Timestamp
    /// The last row of the page before: its expiry in milliseconds since 1970, where they are ordered by it, and its
    /// identifier.
    package var after: RegistrySearch.Place?
    /// Most rows, 1 to ``RegistryLimits/pageRows``.
    package var limit = RegistryLimits.pageRows

    /// The first page of some secrets.
    package init(_ kind: Kind, at now: Timestamp) {
        self.kind = kind
        self.now = now
    }
}

/// How many secrets there are that somebody should look at.
package struct SecretCounts: Hashable, Sendable {
    /// Those that stop soon.
    package let expiringSoon: Int
    /// Those that have a successor and were not used since.
    package let superseded: Int
    /// Those that have a successor and are used in spite of it.
    package let supersededInUse: Int

    /// Counts as a store found them.
    package init(expiringSoon: Int, superseded: Int, supersededInUse: Int) {
        self.expiringSoon = expiringSoon
        self.superseded = superseded
        self.supersededInUse = supersededInUse
    }
}
