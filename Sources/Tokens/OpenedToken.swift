package import Registry
package import Timekeeping

/// A sealed token that a key of its realm opened. Whether it is still good is another question.
package struct OpenedToken: Hashable, Sendable {
    /// Its public identifier.
    package let identifier: TokenIdentifier
    /// The number of the client that it was issued to.
    package let clientNumber: UInt32
    /// Its scopes, resource and lifetime.
    package let profile: GrantProfile
    /// When it was issued.
    package let issuedAt: Timestamp

    /// Its last good second.
    package var expiresAt: Timestamp { issuedAt.adding(seconds: Int64(profile.lifetimeSeconds)) }

    /// Whether its time is over. It is good through the whole second of ``expiresAt``.
    package func isExpired(at now: Timestamp) -> Bool {
        now.secondsSince1970 > expiresAt.secondsSince1970
    }
}
