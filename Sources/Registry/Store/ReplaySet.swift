package import Timekeeping

/// What is good for one use only, and recognised by its `jti`.
package enum SingleUse: String, Hashable, Sendable, CaseIterable {
    /// An assertion by which a client authenticates (RFC 7523 section 3).
    case clientAssertion = "client-assertion"
}

/// An identifier that was used and must not be accepted again while what bears it would still be good.
package struct UsedIdentifier: Hashable, Sendable {
    /// The realm that it was used in.
    package let realm: RealmIdentifier
    /// What it identified.
    package let use: SingleUse
    /// Whose it is: identifiers of two owners do not meet. A client's public identifier.
    package let owner: String
    /// SHA-256 of the identifier: 32 bytes, whatever was sent.
    package let digest: [UInt8]
    /// The last moment at which what bears it could be accepted, skew of clocks included.
    package let until: Timestamp

    /// Names a used identifier.
    package init(realm: RealmIdentifier, use: SingleUse, owner: String, digest: [UInt8], until: Timestamp) {
        self.realm = realm
        self.use = use
        self.owner = owner
        self.digest = digest
        self.until = until
    }
}

/// What became of an identifier that was put into a replay set.
package enum ReplayVerdict: Hashable, Sendable {
    /// It was not there, and is now.
    case fresh
    /// It was used before.
    case replayed
    /// Its owner has ``RegistryLimits/usedIdentifiersPerOwner`` identifiers there; it was not put in.
    case full
}

/// The identifiers that were used and could be used again. What is put in must have been verified, or strangers fill
/// it.
///
/// A set may be shared by several servers: of two that put in the same identifier, one is told that it is fresh.
package protocol ReplaySet: Sendable {
    /// Puts an identifier in, if it is not there. It is kept when this returns, until its time is over.
    ///
    /// - Throws: ``RegistryError`` when the store does not answer; it is then unknown whether it was put in.
    func insert(_ used: UsedIdentifier, at now: Timestamp) async throws(RegistryError) -> ReplayVerdict

    /// Forgets the identifiers whose time is over.
    func removeExpired(at now: Timestamp) async throws(RegistryError)
}
