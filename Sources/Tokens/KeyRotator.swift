package import Cryptography
package import Registry
package import Timekeeping

/// Rotates the keys of all realms as the policy says. Only the holder of the data directory's lock may.
package struct KeyRotator: Sendable {
    private let store: any RegistryStore
    private let rootKey: RootKey
    private let random: RandomSource
    private let timeSource: TimeSource
    private let policy: KeyRotationPolicy

    /// A rotator over a store.
    package init(
        store: any RegistryStore, rootKey: RootKey, random: RandomSource, timeSource: TimeSource,
        policy: KeyRotationPolicy
    ) {
        self.store = store
        self.rootKey = rootKey
        self.random = random
        self.timeSource = timeSource
        self.policy = policy
    }

    /// What one look at the keys came to.
    package struct Outcome: Sendable {
        /// How many steps were taken.
        package var steps = 0
        /// The realms where a step was refused, with the reason; the others went on.
        package var failures: [(realm: RealmIdentifier, error: RegistryError)] = []
    }

    /// Takes the steps that are due now.
    ///
    /// - Throws: ``RegistryError`` when the store does not answer.
    package func rotate() async throws(RegistryError) -> Outcome {
        let due = policy.due(at: timeSource.now())
        let realms = try await store.read { registry in
            try registry.listRealmsWithDueKeys(due, limit: RegistryLimits.pageRows)
        }
        var outcome = Outcome()
        for realm in realms {
            do throws(RegistryError) {
                outcome.steps += try await rotate(realm)
            } catch {
                outcome.failures.append((realm, error))
            }
        }
        return outcome
    }

    private func rotate(_ realm: RealmIdentifier) async throws(RegistryError) -> Int {
        let records = try await store.read { registry in try registry.listKeys(realm) }
        var count = 0
        for use in KeyUse.allCases {
            for step in try steps(records.filter { $0.use == use }) {
                try await take(step, use, of: realm)
                count += 1
            }
        }
        return count
    }

    private func steps(_ records: [KeyRecord]) throws(RegistryError) -> [KeyRotationPolicy.Step] {
        do throws(KeyRingError) {
            let ring = try KeyRing(entries: records.map(KeyRingEntry.init))
            return policy.steps(for: ring, at: timeSource.now())
        } catch {
            throw .conflict(error.description)
        }
    }

    private func take(
        _ step: KeyRotationPolicy.Step, _ use: KeyUse, of realm: RealmIdentifier
    ) async throws(RegistryError) {
        let context = OperationContext(actor: Actor("server"), now: timeSource.now(), random: random, rootKey: rootKey)
        switch step {
        case .destroyExpired:
            _ = try await store.run(DestroyExpiredKeys(realm: realm), context)
        case .activate(let key):
            _ = try await store.run(
                ActivateKey(realm: realm, identifier: key.value, stagedForSeconds: policy.publishAheadSeconds), context)
        case .stage:
            let key = try await FreshKey.makeAside(use, random: random)
            _ = try await store.run(StageKey(realm: realm, key: key), context)
        }
    }
}
