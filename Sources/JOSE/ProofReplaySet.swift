import Crypto
import Synchronization
public import Timekeeping

/// The DPoP proofs seen lately, so that none is accepted twice (RFC 9449 section 11.1).
///
/// In memory: a proof passes for two minutes at most, from ``JOSELimits/clockSkewSeconds`` before its `iat` to
/// ``JOSELimits/proofAgeSeconds`` after it. What is lost is this: within that time of a restart, or at a second server,
/// a proof that somebody overheard could be used once more, for the same method, URL and access token. Where that
/// matters, nonces close it.
public final class ProofReplaySet: Sendable {
    /// The proofs that may be forgotten at the same moment.
    private struct Slot {
        var digests: Set<SHA256Digest> = []
        var counts: [ProofOwner: Int] = [:]
    }

    private struct State {
        /// By the number of the minute before which they must be remembered.
        var slots: [Int64: Slot] = [:]
        /// How many proofs each user has in the slots.
        var counts: [ProofOwner: Int] = [:]
        /// How many proofs the users of each space have in the slots.
        var spaceCounts: [String: Int] = [:]
        var total = 0
    }

    private static let slotSeconds: Int64 = 60
    private let state = Mutex(State())
    private let proofsPerUserMaximum: Int
    private let proofsPerSpaceMaximum: Int
    private let proofsMaximum: Int

    /// An empty set.
    ///
    /// - Parameters:
    ///   - proofsPerUserMaximum: the most proofs of one user that are remembered at once; more are refused.
    ///   - proofsPerSpaceMaximum: the most proofs of all users of one space that are remembered at once; more are
    ///     refused.
    ///   - proofsMaximum: the most proofs that are remembered at once; more are refused.
    public init(
        proofsPerUserMaximum: Int = JOSELimits.rememberedProofsPerUserMaximum,
        proofsPerSpaceMaximum: Int = JOSELimits.rememberedProofsPerSpaceMaximum,
        proofsMaximum: Int = JOSELimits.rememberedProofsMaximum
    ) {
        self.proofsPerSpaceMaximum = proofsPerSpaceMaximum
        self.proofsPerUserMaximum = proofsPerUserMaximum
        self.proofsMaximum = proofsMaximum
    }

    /// Takes a proof in, which must be verified and come from a user who was authenticated: anybody could fill the set
    /// otherwise.
    ///
    /// - Parameters:
    ///   - proof: the proof.
    ///   - owner: who sent it.
    ///   - now: the time.
    /// - Throws: ``DPoPProofError/replayed`` when it was taken in before, ``DPoPProofError/tooMany`` when the user has
    ///   no room left for it, ``DPoPProofError/memoryFull`` when the space or the whole has none.
    public func insert(_ proof: DPoPProof, of owner: ProofOwner, at now: Timestamp) throws(DPoPProofError) {
        let names = [owner.space, owner.user, proof.thumbprint, proof.identifier]
        let digest = SHA256.hash(data: Array(names.joined(separator: "\0").utf8))
        // The slot after the last moment at which the proof passes, because slots are dropped as a whole.
        let number = proof.replayableUntil.secondsSince1970 / Self.slotSeconds + 1
        let current = now.secondsSince1970 / Self.slotSeconds
        try state.withLock { state throws(DPoPProofError) in
            Self.forget(before: current, in: &state)
            // The same jti may come with another iat, and so be in any slot.
            guard !state.slots.values.contains(where: { $0.digests.contains(digest) }) else { throw .replayed }
            guard state.counts[owner, default: 0] < proofsPerUserMaximum else { throw .tooMany }
            guard state.spaceCounts[owner.space, default: 0] < proofsPerSpaceMaximum, state.total < proofsMaximum
            else { throw .memoryFull }
            state.slots[number, default: Slot()].digests.insert(digest)
            state.slots[number, default: Slot()].counts[owner, default: 0] += 1
            state.counts[owner, default: 0] += 1
            state.spaceCounts[owner.space, default: 0] += 1
            state.total += 1
        }
    }

    /// How many proofs are remembered.
    public var count: Int {
        state.withLock { $0.total }
    }

    /// Work for each user and not for each proof, since others wait for the lock.
    private static func forget(before current: Int64, in state: inout State) {
        for number in state.slots.keys where number < current {
            guard let slot = state.slots.removeValue(forKey: number) else { continue }
            state.total -= slot.digests.count
            for (owner, count) in slot.counts {
                let rest = (state.counts[owner] ?? count) - count
                state.counts[owner] = rest > 0 ? rest : nil
                let restOfSpace = (state.spaceCounts[owner.space] ?? count) - count
                state.spaceCounts[owner.space] = restOfSpace > 0 ? restOfSpace : nil
            }
        }
    }
}
