/// Watches the journal's transactions, for metrics. Called on the writer's queue: be quick and do not block.
package protocol JournalObserver: Sendable {
    /// A transaction with that many entries is on disk; it took that long.
    func committed(entries: Int, nanoseconds: Int64)
    /// A transaction failed.
    func failed()
}
