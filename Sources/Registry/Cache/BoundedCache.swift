import Synchronization

/// A cache with a bound: what was used of late stays, what was not is dropped, each in constant time.
///
/// Two generations. A hit in the older one moves up; when the younger one is full it becomes the older one, and the
/// older one is dropped. So at most twice `capacity` values are held.
package final class BoundedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct State {
        var young: [Key: Value] = [:]
        var old: [Key: Value] = [:]
        var generation: UInt64 = 0
    }

    /// A moment in the cache's life; a value read from the store before it may be out of date.
    package struct Moment: Sendable {
        fileprivate let generation: UInt64
    }

    private let state = Mutex(State())
    private let capacity: Int

    /// A cache that holds at most twice `capacity` values.
    package init(capacity: Int) {
        self.capacity = max(capacity, 1)
    }

    /// The value, if it is held.
    package func find(_ key: Key) -> Value? {
        state.withLock { state in
            if let value = state.young[key] { return value }
            guard let value = state.old.removeValue(forKey: key) else { return nil }
            Self.insert(value, for: key, capacity: capacity, into: &state)
            return value
        }
    }

    /// The moment to name when a value that is about to be read is to be held.
    package func moment() -> Moment {
        state.withLock { Moment(generation: $0.generation) }
    }

    /// Holds a value that was read from the store after `moment`, unless something was dropped since: then the value
    /// may be older than what made it out of date.
    package func hold(_ value: Value, for key: Key, readSince moment: Moment) {
        state.withLock { state in
            guard state.generation == moment.generation else { return }
            Self.insert(value, for: key, capacity: capacity, into: &state)
        }
    }

    /// Drops one value.
    package func drop(_ key: Key) {
        state.withLock { state in
            state.generation &+= 1
            state.young[key] = nil
            state.old[key] = nil
        }
    }

    /// Drops everything.
    package func dropAll() {
        state.withLock { state in
            state.generation &+= 1
            state.young = [:]
            state.old = [:]
        }
    }

    /// How many values are held.
    package var count: Int {
        state.withLock { $0.young.count + $0.old.count }
    }

    private static func insert(_ value: Value, for key: Key, capacity: Int, into state: inout State) {
        if state.young.count >= capacity {
            state.old = state.young
            state.young = [:]
        }
        state.young[key] = value
        state.old[key] = nil
    }
}
