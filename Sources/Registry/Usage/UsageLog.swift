import Synchronization

/// Counts usage in memory, so that a request costs no write: what was counted is added to the store now and then. What
/// it holds is lost when the process is killed.
package final class UsageLog: Sendable {
    private final class Shard: Sendable {
        let counts = Mutex<[UsageKey: Int]>([:])
    }

    private let shards: [Shard]
    private let capacityPerShard: Int
    private static let shardCount = 8

    /// An empty log.
    ///
    /// - Parameter capacity: most counters between two flushes. What is beyond is counted without the client's name.
    package init(capacity: Int = RegistryLimits.usageCounters) {
        shards = (0..<Self.shardCount).map { _ in Shard() }
        capacityPerShard = max(capacity / Self.shardCount, 1)
    }

    /// Counts one.
    package func note(_ key: UsageKey) { add(1, to: key) }

    /// Adds what was counted since the last call to the store. When that fails, it is kept for the next call.
    package func flush(to store: any RegistryStore) async throws(RegistryError) {
        var noted: [UsageCount] = []
        for shard in shards {
            let taken = shard.counts.withLock { counts in
                defer { counts = [:] }
                return counts
            }
            noted += taken.map { UsageCount($0.key, count: $0.value) }
        }
        guard !noted.isEmpty else { return }
        let counts = noted
        do throws(RegistryError) {
            try await store.write { registry in try registry.add(counts) }
        } catch {
            for count in counts { add(count.count, to: count.key) }
            throw error
        }
    }

    private func add(_ count: Int, to key: UsageKey) {
        let isHeld = shard(of: key).counts.withLock { counts in
            guard counts[key] != nil || key.client.isEmpty || counts.count < capacityPerShard else { return false }
            counts[key, default: 0] += count
            return true
        }
        guard !isHeld else { return }
        // Without clients there are as many keys as realms and words, which are bounded.
        add(count, to: UsageKey(day: key.day, realm: key.realm, client: "", kind: key.kind, word: key.word))
    }

    private func shard(of key: UsageKey) -> Shard {
        shards[Int(UInt(bitPattern: key.hashValue) % UInt(shards.count))]
    }
}
