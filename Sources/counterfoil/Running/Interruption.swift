import UnixSignals

/// Work that goes on until somebody ends it.
enum Interruption {
    /// Does the work until it ends by itself or the process gets SIGINT or SIGTERM, which is a good end.
    static func untilInterrupted(_ work: @escaping @Sendable () async throws -> Void) async throws {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await work() }
            group.addTask { for await _ in signals { return } }
            try await group.next()
            group.cancelAll()
            // What is left was cancelled on purpose, so how it ends says nothing.
            while await group.nextResult() != nil {}
        }
    }
}
