/// Bounds and defaults of the admin API. Units stand last in the names.
package enum AdminLimits {
    /// Where the private listener is reached unless it is set up otherwise.
    package static let usualOrigin = "http://localhost:8081"
    /// Largest body of a request.
    package static let bodyBytes = 262_144
    /// Largest body of JSON lines.
    package static let linesBytes = 268_435_456
    /// Most lines of such a body.
    package static let linesCount = 250_000
    /// Faults that the refusal of such a body names; a dry run names all of them.
    static let refusedLineProblems = 1_000
    /// How deep values may lie in each other in a body.
    package static let bodyDepth = 8
    /// Longest cursor of a list.
    package static let cursorCharacters = 1_000
    /// Longest token that is asked about; JWTs that are issued have fewer.
    package static let tokenCharacters = 16_384
    /// Entries of the journal that one page of a search looks through.
    package static let journalSearchEntries = 20_000
    /// Longest text that is searched for.
    package static let searchCharacters = 100
    /// Rows of a page when the caller names no number.
    package static let pageRows = 100
    /// Longest idempotency key.
    package static let idempotencyKeyCharacters = 200
    /// How long an idempotency key is remembered.
    package static let idempotencyKeptSeconds: Int64 = 86_400
}
