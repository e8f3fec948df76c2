import Dispatch

/// Work that waits for the disk or for a person, kept off the threads of the cooperative pool.
enum BlockingWork {
    private static let queue = DispatchQueue(label: "command.blocking", attributes: .concurrent)

    /// Runs it on a thread of its own and waits for it without blocking.
    static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }

    /// Runs it on a thread of its own and waits for it without blocking. Throws what it throws.
    static func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: work)) }
        }
    }
}
