import Journal
import Synchronization
package import Timekeeping

/// Counts refusals of the endpoints where clients authenticate, by client and address and by address. Requests that
/// succeed are never counted and never refused here, so nothing a stranger does locks a partner out.
package final class RefusalLimiter: Sendable {
    private struct Key: Hashable {
        let client: String?
        let prefix: String
    }

    private struct State {
        var minute: Int64 = 0
        var counts: [Key: Int] = [:]
    }

    private let limits: RefusalLimits
    private let state = Mutex(State())

    /// A limiter with nothing counted.
    package init(limits: RefusalLimits = .standard) {
        self.limits = limits
    }

    /// Counts a refusal.
    ///
    /// - Returns: the seconds until the count starts anew, where there were too many in this minute; else `nil`.
    package func count(client: String?, address: String, at now: Timestamp) -> Int? {
        let prefix = AddressPrefix.of(address)
        let minute = now.secondsSince1970 / 60
        let isOver = state.withLock { state in
            if state.minute != minute {
                state.minute = minute
                state.counts.removeAll(keepingCapacity: true)
            }
            let byAddress = increment(Key(client: nil, prefix: prefix), in: &state)
            // An address over its limit adds no further counters, however many clients it invents.
            guard byAddress <= limits.byAddressPerMinute else { return true }
            let byClient = client.map { increment(Key(client: $0, prefix: prefix), in: &state) } ?? 0
            return byClient > limits.byClientAndAddressPerMinute
        }
        return isOver ? Int(60 - now.secondsSince1970 % 60) : nil
    }

    private func increment(_ key: Key, in state: inout State) -> Int {
        if state.counts[key] == nil, state.counts.count >= limits.countedKeys { return 0 }
        state.counts[key, default: 0] += 1
        return state.counts[key] ?? 0
    }
}

/// How many refusals are answered as what they are.
package struct RefusalLimits: Sendable, Hashable {
    /// Of one client from one address, in one minute.
    package let byClientAndAddressPerMinute: Int
    /// From one address, in one minute.
    package let byAddressPerMinute: Int
    /// Most counters that are kept at once.
    package let countedKeys: Int

    /// Sets the limits.
    package init(byClientAndAddressPerMinute: Int, byAddressPerMinute: Int, countedKeys: Int = 100_000) {
        self.byClientAndAddressPerMinute = byClientAndAddressPerMinute
        self.byAddressPerMinute = byAddressPerMinute
        self.countedKeys = countedKeys
    }

    /// 100 and 1,000.
    package static let standard = RefusalLimits(byClientAndAddressPerMinute: 100, byAddressPerMinute: 1_000)
}
