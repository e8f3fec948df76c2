import JOSE
import OutboundHTTP
import Timekeeping

/// What is known of one key set that is fetched from time to time: decides when to fetch it, and what to use meanwhile.
struct KeySetState: Sendable {
    /// What to do for a caller.
    enum Step: Sendable, Hashable {
        /// Use this set.
        case use(JSONWebKeySet)
        /// Fetch it, then ask for ``KeySetState/outcome(at:)``.
        case fetch
        /// There is none; this is why.
        case fail(KeySetError)
    }

    private struct Held: Sendable {
        let keys: JSONWebKeySet
        let fetchedAt: Timestamp
        let freshUntil: Timestamp
        let usableUntil: Timestamp
    }

    private struct Attempt: Sendable {
        let at: Timestamp
        let failure: KeySetError?

        func isWithin(seconds: Int64, of now: Timestamp) -> Bool {
            // A clock that was set back must not stop fetching.
            (0..<seconds * 1_000).contains(now.milliseconds(since: at))
        }
    }

    private let retention: KeySetRetention
    private var held: Held?
    private var lastAttempt: Attempt?

    init(retention: KeySetRetention) {
        self.retention = retention
    }

    /// Decides for a caller that has a signature by the key `keyID`, or by one without a name.
    func step(knowing keyID: String?, at now: Timestamp) -> Step {
        guard let held = usable(at: now) else {
            if let lastAttempt, let failure = lastAttempt.failure,
                lastAttempt.isWithin(seconds: ResourceServerLimits.keySetFailureSeconds, of: now)
            {
                return .fail(failure)
            }
            return .fetch
        }
        let isKnown = keyID.map { held.keys.has($0) } ?? true
        if isKnown, now < held.freshUntil { return .use(held.keys) }
        let triedOfLate =
            lastAttempt?.isWithin(seconds: ResourceServerLimits.keySetRefreshIntervalSeconds, of: now) ?? false
        return triedOfLate ? .use(held.keys) : .fetch
    }

    /// Takes a set in. It takes the place of the one before: a key that its owner has withdrawn is gone.
    mutating func take(_ answer: KeySetAnswer, at now: Timestamp) {
        held = Held(
            keys: answer.keys, fetchedAt: now,
            freshUntil: now.adding(seconds: retention.freshSeconds(of: answer)),
            usableUntil: now.adding(seconds: retention.keptMaximumSeconds))
        lastAttempt = Attempt(at: now, failure: nil)
    }

    /// Notes that fetching failed. The set before is used on, as long as its age allows it.
    mutating func note(_ failure: KeySetError, at now: Timestamp) {
        lastAttempt = Attempt(at: now, failure: failure)
    }

    /// What a caller gets once fetching is over.
    ///
    /// - Parameter isFetching: whether it goes on, without this caller.
    func outcome(at now: Timestamp, isFetching: Bool = false) -> Result<JSONWebKeySet, KeySetError> {
        if let held = usable(at: now) { return .success(held.keys) }
        return .failure(isFetching ? .late : lastAttempt?.failure ?? .fetching(.cancelled))
    }

    private func usable(at now: Timestamp) -> Held? {
        guard let held, now >= held.fetchedAt, now < held.usableUntil else { return nil }
        return held
    }
}
