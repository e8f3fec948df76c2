package import Registry
import Synchronization
package import Timekeeping

/// A replay set in memory: of one process, and gone when it ends. For what is good for a short time only, so that a
/// restart takes about as long.
package final class MemoryReplaySet: ReplaySet {
    private struct Owner: Hashable {
        let realm: RealmIdentifier
        let use: SingleUse
        let name: String
    }

    private let owners = Mutex<[Owner: [[UInt8]: Timestamp]]>([:])

    private let capacityPerOwner: Int

    /// An empty set.
    package init(capacityPerOwner: Int = RegistryLimits.usedIdentifiersPerOwner) {
        self.capacityPerOwner = capacityPerOwner
    }

    /// Puts an identifier in, if it is not there.
    package func insert(_ used: UsedIdentifier, at now: Timestamp) async throws(RegistryError) -> ReplayVerdict {
        let owner = Owner(realm: used.realm, use: used.use, name: used.owner)
        return owners.withLock { owners in
            if let until = owners[owner]?[used.digest], until >= now { return .replayed }
            if let held = owners[owner], held.count >= capacityPerOwner {
                owners[owner] = held.filter { $0.value >= now }
            }
            guard owners[owner, default: [:]].count < capacityPerOwner else { return .full }
            owners[owner, default: [:]][used.digest] = used.until
            return .fresh
        }
    }

    /// Forgets the identifiers whose time is over.
    package func removeExpired(at now: Timestamp) async throws(RegistryError) {
        owners.withLock { owners in
            owners = owners.compactMapValues { held in
                let live = held.filter { $0.value >= now }
                return live.isEmpty ? nil : live
            }
        }
    }
}
