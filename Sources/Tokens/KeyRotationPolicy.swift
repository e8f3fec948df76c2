import Cryptography
package import Registry
package import Timekeeping

/// When the keys of a ring are staged, activated and destroyed: a state machine without store, clock or timer. Each
/// time it is asked it says what is due now; a step that is missed is due still at the next question.
package struct KeyRotationPolicy: Hashable, Sendable {
    /// How long a key is active before another one takes over, in seconds; `nil` to leave that to people.
    package let rotationSeconds: Int64?
    /// How long a key is staged, and with it published, before it is used, in seconds.
    package let publishAheadSeconds: Int64

    /// What is to be done with a ring.
    package enum Step: Hashable, Sendable {
        /// Retired keys whose last token has expired go.
        case destroyExpired
        /// The key that was staged longest takes over.
        case activate(KeyIdentifier)
        /// A new key is staged.
        case stage
    }

    /// Sets the times.
    package init(rotationSeconds: Int64?, publishAheadSeconds: Int64) {
        self.rotationSeconds = rotationSeconds
        self.publishAheadSeconds = publishAheadSeconds
    }

    /// What is due. A key that a person staged is activated like any other, also where keys are not rotated by time.
    package func steps(for ring: KeyRing, at now: Timestamp) -> [Step] {
        var steps: [Step] = []
        let kept = RegistryLimits.retiredClientNumberKeptSeconds
        if !ring.destroyable(at: now, longestLifetimeSeconds: kept).isEmpty { steps.append(.destroyExpired) }
        let staged = ring.entries.filter { $0.state == .staged }.min { $0.createdAt < $1.createdAt }
        if let staged {
            if staged.createdAt <= due(at: now).stagedBefore { steps.append(.activate(staged.identifier)) }
        } else if let activeBefore = due(at: now).activeBefore, let since = ring.active?.activatedAt,
            since <= activeBefore, ring.live.count < TokenLimits.liveKeysMaximum
        {
            steps.append(.stage)
        }
        return steps
    }

    /// The moments by which a store finds the realms that have something to do.
    package func due(at now: Timestamp) -> KeyDueTimes {
        KeyDueTimes(
            stagedBefore: now.adding(seconds: -publishAheadSeconds),
            // The new key is staged early enough to take over when the time of the old one ends.
            activeBefore: rotationSeconds.map { now.adding(seconds: -max($0 - publishAheadSeconds, 0)) },
            retiredBefore: now.adding(seconds: -RegistryLimits.retiredClientNumberKeptSeconds))
    }
}
