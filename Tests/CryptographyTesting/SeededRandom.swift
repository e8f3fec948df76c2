package import Cryptography
import Synchronization

/// SplitMix64 with a fixed seed, so that a property test that fails once fails always.
package final class SeededRandom: Sendable {
    private let state: Mutex<UInt64>

    /// Starts at a seed.
    package init(seed: UInt64) {
        state = Mutex(seed)
    }

    /// The next word.
    package func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
            return word ^ word >> 31
        }
    }

    /// The next bytes.
    package func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }

    /// The same as what code under test takes.
    package var source: RandomSource {
        RandomSource { self.bytes($0) }
    }
}
