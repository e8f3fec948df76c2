/// The bounds of this part. Units stand last in the names.
enum AuthorizationLimits {
    /// How far the clocks of a client and of this server may be apart.
    static let clockSkewSeconds: Int64 = 60
    /// How far ahead the expiry of a client assertion may lie, skew not counted: the longer it is good, the longer its
    /// identifier must be kept.
    static let assertionLifetimeSeconds: Int64 = 300
    /// How long ago a client assertion may have been issued, skew not counted; who signs in advance hands out keys.
    static let assertionAgeSeconds: Int64 = 600
    /// Longest `jti` of a client assertion.
    static let assertionIdentifierBytes = 256
    /// How long a client waits that has used up its assertions: expired ones are forgotten once a minute.
    static let replaySetFullRetrySeconds = 60
}
