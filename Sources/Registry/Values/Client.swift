package import Timekeeping

/// An OAuth client (RFC 6749 section 2): one program of a partner in one realm.
package struct Client: Hashable, Sendable {
    /// Whether the client can get tokens.
    package enum Status: String, Sendable {
        /// It can.
        case active
        /// It cannot for now, and the tokens it had are no longer good.
        case suspended
        /// It cannot any more. The row stays, so that the identifier is never given out again.
        case deleted
    }

    /// The public identifier.
    package let id: ClientIdentifier
    /// The internal number that sealed tokens carry. Never reused; a client gets a new one when all its tokens are
    /// revoked.
    package var number: UInt32
    /// The realm it lives in.
    package let realm: RealmIdentifier
    /// The subscription it belongs to.
    package let subscription: SubscriptionIdentifier
    /// What people call it.
    package var name: String
    /// The scopes it may have; only those that its subscription has too count.
    package var scopes: [ScopeName]
    /// Lifetime of its access tokens, 60 to 86,400 s.
    package var tokenLifetimeSeconds: Int
    /// Whether it can get tokens.
    package var status: Status
    /// When it was created.
    package let createdAt: Timestamp
    /// How it authenticates, and what tokens it gets.
    package var settings: ClientSettings

    /// A client as stored.
    package init(
        id: ClientIdentifier, number: UInt32, realm: RealmIdentifier, subscription: SubscriptionIdentifier,
        name: String, scopes: [ScopeName], tokenLifetimeSeconds: Int, status: Status, createdAt: Timestamp,
        settings: ClientSettings = ClientSettings()
    ) {
        self.id = id
        self.number = number
        self.realm = realm
        self.subscription = subscription
        self.name = name
        self.scopes = scopes
        self.tokenLifetimeSeconds = tokenLifetimeSeconds
        self.status = status
        self.createdAt = createdAt
        self.settings = settings
    }

    /// Lifetime of the tokens that it gets now, in seconds: its own, within what its profile allows.
    package var issuedTokenLifetimeSeconds: Int {
        settings.profile == .smartBackendServices
            ? min(tokenLifetimeSeconds, RegistryLimits.smartTokenLifetimeSeconds) : tokenLifetimeSeconds
    }

    /// Checks a lifetime.
    ///
    /// - Returns: the same number.
    package static func checkedLifetime(seconds: Int) throws(RegistryError) -> Int {
        let range = RegistryLimits.shortestTokenLifetimeSeconds...RegistryLimits.longestTokenLifetimeSeconds
        guard range.contains(seconds) else {
            throw .invalid(
                field: "token_lifetime",
                "A token lifetime of \(seconds) s is out of range. Give \(range.lowerBound) to \(range.upperBound) s.")
        }
        return seconds
    }
}
