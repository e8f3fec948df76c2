import Crypto
import FoundationEssentials
import Synchronization
import Timekeeping

/// What the introspection endpoint said of tokens a moment ago, by the SHA-256 of the whole token, and the requests
/// that are under way.
///
/// Two generations: when the younger one is full it becomes the older one, and the older one is dropped.
final class IntrospectionCache: Sendable {
    /// The key: nothing less than the whole token counts.
    typealias Key = SHA256Digest
    /// What a request comes to.
    typealias Answer = Result<ValidatedToken, AccessTokenValidationError>

    /// What there is for a token.
    enum Entry {
        /// It was good a moment ago.
        case held(ValidatedToken)
        /// Somebody is asking.
        case asking(Task<Answer, Never>)
        /// Too many are asking.
        case full
    }

    private struct Held {
        let token: ValidatedToken
        let until: Timestamp
    }

    private struct State {
        var young: [Key: Held] = [:]
        var old: [Key: Held] = [:]
        var asking: [Key: Task<Answer, Never>] = [:]
    }

    private let state = Mutex(State())
    private let milliseconds: Int64
    private let generationCount: Int

    /// A cache that holds an answer for so long, and so many of them.
    init(milliseconds: Int64, tokensCount: Int) {
        self.milliseconds = milliseconds
        generationCount = max(1, tokensCount / 2)
    }

    /// Finds what is held, or the request that is under way, or begins one.
    func entry(_ key: Key, at now: Timestamp, ask: () -> Task<Answer, Never>) -> Entry {
        state.withLock { state in
            if let held = state.young[key] ?? state.old[key], now < held.until { return .held(held.token) }
            if let task = state.asking[key] { return .asking(task) }
            guard state.asking.count < ResourceServerLimits.introspectionsWaitingCount else { return .full }
            let task = ask()
            state.asking[key] = task
            return .asking(task)
        }
    }

    /// Ends a request. A good token is held from the moment its request began, since the answer is no younger.
    func end(_ key: Key, _ answer: Answer, askedAt: Timestamp) {
        state.withLock { state in
            state.asking[key] = nil
            state.old[key] = nil
            state.young[key] = nil
            guard case .success(let token) = answer, milliseconds > 0 else { return }
            let expiry = Timestamp(millisecondsSince1970: Int64(token.expiresAt.timeIntervalSince1970 * 1_000))
            if state.young.count >= generationCount {
                state.old = state.young
                state.young = [:]
            }
            state.young[key] = Held(token: token, until: min(askedAt.adding(milliseconds: milliseconds), expiry))
        }
    }

    /// How many answers are held.
    var count: Int { state.withLock { $0.young.count + $0.old.count } }
}
