/// The bounds of what is fetched from elsewhere. Units stand last in the names.
package enum OutboundLimits {
    /// The longest URL that is looked at.
    package static let urlBytes = 2_048
    /// The longest host name (RFC 1035 section 2.3.4).
    package static let hostNameBytes = 253
    /// The longest label of a host name.
    package static let hostLabelBytes = 63
    /// What an answer may be at most where the caller says nothing else.
    package static let bodyBytes = 1_048_576
    /// What a key set may be at most: several hundred keys.
    package static let keySetBytes = 65_536
    /// How long everything may take together, from the look-up of the name to the last byte, where the caller says
    /// nothing else.
    package static let deadlineMilliseconds: Int64 = 5_000
    /// How much of that a connection to one address may take to open, so that a dead one leaves time for the next.
    package static let connectingPercent: Int64 = 40
    /// How many addresses of one host are tried.
    package static let addressesTriedCount = 3
    /// How many names are looked up at one moment; further ones are refused at once. The system's look-up blocks a
    /// thread, and cannot be called off.
    package static let lookupThreadsCount = 16
    /// How many of these may be on behalf of one tenant, so that slow name servers of one do not stop all others.
    package static let lookupsPerShareCount = 4
    /// How many callers may wait for the look-up of one name.
    package static let lookupWaitersCount = 64
    /// How long a kept connection may stay idle.
    package static let idleConnectionSeconds: Int64 = 30
}
