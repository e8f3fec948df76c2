/// Bounds of the web console. Units stand last in the names.
enum ConsoleLimits {
    /// Largest form that is read.
    static let formBytes = 65_536
    /// Rows of a page of a list.
    static let listRows = 50
    /// Clients of one environment that the page of a subscription shows.
    static let clientCards = 10
    /// Entries of the overview's lists.
    static let overviewRows = 8
    /// Random bytes of a form's idempotency key.
    static let onceBytes = 16
    /// How long browsers keep an asset, whose name changes with it: a year.
    static let assetSeconds = 31_536_000
}
