/// Bounds and defaults of the admin API. Units stand last in the names.
package enum AdminLimits {
    /// Where the private listener is reached unless it is set up otherwise.
    package static let usualOrigin = "http://localhost:8081"
    /// Largest body of a request.
    package static let bodyBytes = 262_144
    /// How deep values may lie in each other in a body.
    package static let bodyDepth = 4
    /// Rows of a page when the caller names no number.
    package static let pageRows = 100
    /// Longest idempotency key.
    package static let idempotencyKeyCharacters = 200
    /// How long an idempotency key is remembered.
    package static let idempotencyKeptSeconds: Int64 = 86_400
}
