/// For how long a fetched key set is used.
package struct KeySetRetention: Sendable, Hashable {
    /// What it is fresh for at most, in seconds, whatever its server says.
    package let freshMaximumSeconds: Int64
    /// How old it may get while it cannot be fetched anew, in seconds. Beyond it, it is not used: a key that its owner
    /// has withdrawn must not live on because somebody keeps the answer from getting here.
    package let keptMaximumSeconds: Int64

    /// Names the two times.
    package init(freshMaximumSeconds: Int64, keptMaximumSeconds: Int64) {
        self.freshMaximumSeconds = freshMaximumSeconds
        self.keptMaximumSeconds = keptMaximumSeconds
    }

    /// The keys of a client that signs assertions: withdrawn within ten minutes, or within one hour when its server
    /// cannot be reached.
    package static let ofClient = KeySetRetention(freshMaximumSeconds: 600, keptMaximumSeconds: 3_600)

    /// The keys of an issuer, which publishes a key before it signs, so that its word on caching is good for longer.
    package static let ofIssuer = KeySetRetention(freshMaximumSeconds: 3_600, keptMaximumSeconds: 14_400)

    /// For how long an answer is fresh, in seconds.
    func freshSeconds(of answer: KeySetAnswer) -> Int64 {
        let said = answer.freshSeconds ?? ResourceServerLimits.keySetFreshSeconds
        return min(max(said, ResourceServerLimits.keySetFreshMinimumSeconds), freshMaximumSeconds)
    }
}
