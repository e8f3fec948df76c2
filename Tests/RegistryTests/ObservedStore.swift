import Registry
import Synchronization

/// Another store, of which the transactions are counted, and which can be made to fail or to wait.
final class ObservedStore: RegistryStore {
    private struct State {
        var reads = 0
        var isFailing = false
        var afterRead: (@Sendable () async throws(RegistryError) -> Void)?
    }

    private let inner: any RegistryStore
    private let state = Mutex(State())

    init(_ inner: any RegistryStore) {
        self.inner = inner
    }

    /// How many reads there were since the last look.
    var reads: Int {
        state.withLock { state in
            defer { state.reads = 0 }
            return state.reads
        }
    }

    func setFailing(_ isFailing: Bool) {
        state.withLock { $0.isFailing = isFailing }
    }

    /// Does something once, when the next read has its answer and has not handed it on yet.
    func interrupt(_ body: @escaping @Sendable () async throws(RegistryError) -> Void) {
        state.withLock { $0.afterRead = body }
    }

    func read<Output: Sendable>(
        _ body: @escaping @Sendable (any RegistryReading) throws -> Output
    ) async throws(RegistryError) -> Output {
        let interruption = try begin { state in
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
        try begin { _ in }
        return try await inner.write(body)
    }

    private func begin<Value>(_ body: (inout State) -> sending Value) throws(RegistryError) -> Value {
        guard !state.withLock(\.isFailing) else { throw .storage("The disk is gone.") }
        return state.withLock(body)
    }
}
