import Synchronization
package import Timekeeping

/// Follows the change table, so that what is held in memory keeps step with the store, whoever wrote to it.
package final class ChangeFeed: Sendable {
    private struct State {
        var lastNumber: Int64
        var heardAt: Timestamp
    }

    private let store: any RegistryStore
    private let timeSource: TimeSource
    private let state: Mutex<State>
    /// Most changes that are read at once.
    private static let batchRows = 500

    /// A feed that starts behind the newest change of now.
    ///
    /// Make it before anything is read into memory: what changes in between is then heard of.
    package init(store: any RegistryStore, timeSource: TimeSource) async throws(RegistryError) {
        self.store = store
        self.timeSource = timeSource
        let last = try await store.read { registry in try registry.lastChangeNumber() }
        state = Mutex(State(lastNumber: last, heardAt: timeSource.now()))
    }

    /// When the store was last heard, whether or not there was a change.
    package var heardAt: Timestamp { state.withLock { $0.heardAt } }

    /// The number of the newest change that was handed on.
    package var lastNumber: Int64 { state.withLock { $0.lastNumber } }

    /// Reads what changed since the last call and hands it on, oldest first. Call from one place only.
    ///
    /// - Throws: ``RegistryError/storage(_:)`` when the store does not answer, or what `apply` throws; the changes of
    ///   the call come again then.
    package func poll(_ apply: (Change) async throws(RegistryError) -> Void) async throws(RegistryError) {
        try await pollBatches { changes throws(RegistryError) in
            for change in changes { try await apply(change) }
        }
    }

    /// The same with all changes of one reading together, never none.
    ///
    /// - Throws: As ``poll(_:)``; the changes of the batch come again then.
    package func pollBatches(
        _ apply: ([Change]) async throws(RegistryError) -> Void
    ) async throws(RegistryError) {
        while true {
            let asked = timeSource.now()
            let last = state.withLock { $0.lastNumber }
            let changes = try await store.read { registry in
                try registry.listChanges(after: last, limit: Self.batchRows)
            }
            if !changes.isEmpty { try await apply(changes) }
            state.withLock { state in
                state.lastNumber = changes.last?.number ?? last
                state.heardAt = asked
            }
            if changes.count < Self.batchRows { return }
        }
    }
}
