import Dispatch

/// Reads the journal without blocking a thread of the cooperative pool.
///
/// Readers share one queue: reading the journal is for people and for start-up, and must not crowd out the writer.
package struct JournalReader: Sendable {
    private let store: any JournalStore
    private let queue = DispatchQueue(label: "journal.reader", qos: .utility)

    /// Makes a reader of `store`.
    package init(store: any JournalStore) {
        self.store = store
    }

    /// The entries that match, in the order the query asks for.
    package func entries(matching query: JournalQuery) async throws(JournalStoreError) -> [ChainedEntry] {
        try await onQueue { store throws(JournalStoreError) in try store.entries(matching: query) }
    }

    /// The newest refusal of that request, or `nil`.
    package func refusal(requestID: String) async throws(JournalStoreError) -> Refusal? {
        try await onQueue { store throws(JournalStoreError) in try store.refusal(requestID: requestID) }
    }

    /// The newest refusals of a realm, newest first.
    package func refusals(realm: String, limit: Int) async throws(JournalStoreError) -> [Refusal] {
        try await onQueue { store throws(JournalStoreError) in try store.refusals(realm: realm, limit: limit) }
    }

    /// Where the chain ends.
    package func head() async throws(JournalStoreError) -> ChainHead {
        try await onQueue { store throws(JournalStoreError) in try store.head() }
    }

    /// The highest number of a registry change taken in so far; 0 when none was.
    package func lastChangeNumber() async throws(JournalStoreError) -> Int64 {
        try await onQueue { store throws(JournalStoreError) in try store.lastChangeNumber() }
    }

    /// Reads off the cooperative pool whatever takes more than one question.
    package func reading<Value: Sendable>(
        _ read: @escaping @Sendable (any JournalStore) throws(JournalStoreError) -> Value
    ) async throws(JournalStoreError) -> Value {
        try await onQueue(read)
    }

    private func onQueue<Value: Sendable>(
        _ read: @escaping @Sendable (any JournalStore) throws(JournalStoreError) -> Value
    ) async throws(JournalStoreError) -> Value {
        let result: Result<Value, JournalStoreError> = await withCheckedContinuation { continuation in
            queue.async { [store] in
                continuation.resume(returning: Result { () throws(JournalStoreError) in try read(store) })
            }
        }
        return try result.get()
    }
}
