/// Bounds and defaults of validation at a resource server. Units stand last in the names.
package enum ResourceServerLimits {
    /// How often a key set is fetched at most because a `kid` is not in it, or because the last try failed.
    package static let keySetRefreshIntervalSeconds: Int64 = 60
    /// How long a key set that was never fetched successfully is not tried again.
    package static let keySetFailureSeconds: Int64 = 15
    /// For how long a key set is fresh when its server does not say.
    package static let keySetFreshSeconds: Int64 = 600
    /// What a key set is fresh for at least, whatever its server says.
    package static let keySetFreshMinimumSeconds: Int64 = 60
    /// The longest metadata of an issuer that are read.
    package static let metadataBytes = 65_536
    /// The longest answer of an introspection endpoint that is read.
    package static let introspectionAnswerBytes = 65_536
    /// What `Retry-After` says when a token cannot be checked.
    package static let unavailableRetrySeconds = 1
    /// What `Retry-After` says when no further DPoP proofs can be remembered.
    package static let proofsFullRetrySeconds = 60
    /// How many introspection requests may wait at one moment; further tokens are answered 503 at once.
    package static let introspectionsWaitingCount = 1_000
}
