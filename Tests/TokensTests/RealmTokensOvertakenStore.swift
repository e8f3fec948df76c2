import Registry
import Synchronization

/// Another store, of which the reads are counted, and where something can happen while an answer is on its way.
final class OvertakenStore: RegistryStore {
    private struct State {
        var reads = 0
        var afterRead: (@Sendable () async throws(RegistryError) -> Void)?
    }

    private let inner: any RegistryStore
    private let state = Mutex(State())

    init(_ inner: any RegistryStore) {
        self.inner = inner
    }

    /// How many reads there were.
    var reads: Int { state.withLock { $0.reads } }

    /// Does something once, when the next read has its answer and has not handed it on yet.
    func afterNextRead(_ body: @escaping @Sendable () async throws(RegistryError) -> Void) {
        state.withLock { $0.afterRead = body }
    }

    func read<Output: Sendable>(
        _ body: @escaping @Sendable (any RegistryReading) throws -> Output
    ) async throws(RegistryError) -> Output {
        let interruption = state.withLock { state in
            state.reads += 1
            defer { state.afterRead = nil }
            return state.afterRead
        }
        let output = try await inner.read(body)
        try await interruption?()
        return output
    }

    func write<Output: Sendable>(
        _ body: @escaping @Sendable (any RegistryWriting) throws -> Output
    ) async throws(RegistryError) -> Output {
        try await inner.write(body)
    }
}
