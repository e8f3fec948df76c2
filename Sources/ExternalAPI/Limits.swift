/// Bounds of request bodies and their members. Units stand last in the names.
package enum FormLimits {
    /// Largest body that is read, 1 MiB.
    package static let bodyBytes = 1_048_576
    /// Deepest nesting of a body's values.
    static let depthMaximum = 16
    /// Most faults that one answer tells of.
    static let faultsMaximum = 100
    /// Longest text of one line, in Unicode scalars.
    static let lineScalars = 200
    /// Longest note, in Unicode scalars.
    static let noteScalars = 2_000
    /// Most items of a list in a body.
    static let listItems = 50
    /// Longest `Idempotency-Key`, in characters.
    static let idempotencyKeyCharacters = 200
    /// Longest `If-Match` and `If-None-Match`, in characters.
    static let entityTagsCharacters = 2_000
    /// Heaviest body weight that is taken, in pounds.
    static let weightPounds: Double = 2_000
    /// Tallest body height that is taken, in inches.
    static let heightInches: Double = 120
    /// The last place of an insurance.
    static let insurancePosition = 99
}
