package import JOSE
import Synchronization
package import Timekeeping

/// One key set of another server, fetched when it is needed and used for a while. Callers that need it at the same
/// moment wait for one answer.
package final class RemoteKeySet: Sendable {
    /// Fetches the set.
    package typealias Fetch = @Sendable () async throws(KeySetError) -> KeySetAnswer
    /// Returns when a caller waits no longer, or when its task is cancelled.
    package typealias Patience = @Sendable () async -> Void

    private struct Guarded {
        var state: KeySetState
        var fetching: Task<Void, Never>?
        var heldBytes = 0
    }

    private let guarded: Mutex<Guarded>
    private let timeSource: TimeSource
    private let fetch: Fetch

    /// A set that was not fetched yet.
    package init(retention: KeySetRetention, timeSource: TimeSource, fetch: @escaping Fetch) {
        guarded = Mutex(Guarded(state: KeySetState(retention: retention)))
        self.timeSource = timeSource
        self.fetch = fetch
    }

    /// The size of the text of the set that is held.
    package var heldBytes: Int { guarded.withLock { $0.heldBytes } }

    /// The set to verify a signature with.
    ///
    /// - Parameters:
    ///   - keyID: the `kid` of the signature. When it is not in the set, the set is fetched anew, at most once a
    ///     minute.
    ///   - patience: how long to wait for what is fetched; to its end when `nil`. The set before is used after it, as
    ///     long as its age allows it, and fetching goes on for those who come later.
    /// - Returns: the set; it need not have the key.
    /// - Throws: ``KeySetError`` when there is none that may be used.
    package func keys(
        knowing keyID: String?, patience: Patience? = nil
    ) async throws(KeySetError) -> JSONWebKeySet {
        let now = timeSource.now()
        let fetching: Task<Void, Never>
        switch guarded.withLock({ Self.step(knowing: keyID, at: now, in: &$0, start: fetchInBackground) }) {
        case .done(let result): return try result.get()
        case .waiting(let task): fetching = task
        }
        if let patience {
            await Self.wait(for: fetching, or: patience)
        } else {
            await fetching.value
        }
        // Not the moment of before: the set was taken in after it.
        let then = timeSource.now()
        return try guarded.withLock { $0.state.outcome(at: then, isFetching: $0.fetching != nil) }.get()
    }

    /// Whichever comes first. Not a task group, which would wait for both.
    private static func wait(for fetching: Task<Void, Never>, or patience: @escaping Patience) async {
        let (either, ending) = AsyncStream<Never>.makeStream()
        let end = Task {
            await patience()
            ending.finish()
        }
        Task {
            await fetching.value
            ending.finish()
        }
        for await _ in either {}
        end.cancel()
    }

    private enum Entry {
        case done(Result<JSONWebKeySet, KeySetError>)
        case waiting(Task<Void, Never>)
    }

    private static func step(
        knowing keyID: String?, at now: Timestamp, in guarded: inout sending Guarded,
        start: () -> Task<Void, Never>
    ) -> Entry {
        switch guarded.state.step(knowing: keyID, at: now) {
        case .use(let keys): return .done(.success(keys))
        case .fail(let error): return .done(.failure(error))
        case .fetch:
            let task = guarded.fetching ?? start()
            guarded.fetching = task
            return .waiting(task)
        }
    }

    /// A task of its own: the caller that began it may go away, the others still want the answer.
    private func fetchInBackground() -> Task<Void, Never> {
        Task { [self] in
            let result: Result<KeySetAnswer, KeySetError>
            do throws(KeySetError) {
                result = .success(try await fetch())
            } catch {
                result = .failure(error)
            }
            let now = timeSource.now()
            guarded.withLock { guarded in
                switch result {
                case .success(let answer):
                    guarded.state.take(answer, at: now)
                    guarded.heldBytes = answer.bytes
                case .failure(let error):
                    guarded.state.note(error, at: now)
                }
                guarded.fetching = nil
            }
        }
    }
}
