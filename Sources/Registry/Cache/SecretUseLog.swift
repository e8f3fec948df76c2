import Synchronization

/// Collects last uses of secrets in memory, so that a request costs no write. Best effort: it never blocks, and what it
/// holds is lost when the process is killed.
package final class SecretUseLog: Sendable {
    private let uses = Mutex<[SecretIdentifier: SecretUse]>([:])
    /// Most secrets that are held between two flushes.
    private static let capacity = 200_000

    /// An empty log.
    package init() {}

    /// Notes a use. The newest of a secret stands.
    package func note(_ use: SecretUse) {
        uses.withLock { uses in
            let held = uses[use.secret]
            guard held != nil || uses.count < Self.capacity else { return }
            // Requests that overlap may be noted in another order than they came.
            if let held, held.at >= use.at { return }
            uses[use.secret] = use
        }
    }

    /// Writes down what was noted since the last call. When the store fails, it is noted again for the next call.
    package func flush(to store: any RegistryStore) async throws(RegistryError) {
        let noted = uses.withLock { uses in
            defer { uses = [:] }
            return Array(uses.values)
        }
        guard !noted.isEmpty else { return }
        do throws(RegistryError) {
            try await store.write { registry in try registry.recordUse(noted) }
        } catch {
            for use in noted {
                uses.withLock { uses in if uses[use.secret] == nil { uses[use.secret] = use } }
            }
            throw error
        }
    }
}
