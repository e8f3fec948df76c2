package import Registry
import Synchronization

/// What the handlers of one request found out that its log line, its metrics and its refusal record should say.
///
/// A class, since the context is copied on its way through the handlers; the state is behind a lock.
package final class RequestObservation: Sendable {
    private struct State {
        var clientID: String?
        var isClientKnown = false
        var realm: RealmIdentifier?
        var reason: String?
        var readAt: ContinuousClock.Instant?
    }

    private let state = Mutex(State())

    /// A fresh observation.
    package init() {}

    /// The client that authenticated or was named, if any.
    package var clientID: String? {
        get { state.withLock { $0.clientID } }
        set { state.withLock { $0.clientID = newValue } }
    }

    /// Whether the client that the request names exists in the realm.
    package var isClientKnown: Bool { state.withLock { $0.isClientKnown } }

    /// Notes that the client that the request names exists in the realm.
    package func noteClientKnown() {
        state.withLock { $0.isClientKnown = true }
    }

    /// The realm that the request names itself, on a listener whose hosts belong to no realm; `nil` elsewhere.
    package var realm: RealmIdentifier? {
        get { state.withLock { $0.realm } }
        set { state.withLock { $0.realm = newValue } }
    }

    /// Why the request was refused, or the token that it asks about called inactive, as a stable word from a bounded
    /// set; `nil` when it was not.
    package var reason: String? {
        get { state.withLock { $0.reason } }
        set { state.withLock { $0.reason = newValue } }
    }

    /// When the whole request had been read; `nil` before that, and where the body does not matter.
    package var readAt: ContinuousClock.Instant? { state.withLock { $0.readAt } }

    /// Notes that the whole request has been read. A delay of the answer counts from here: whoever sends the body late
    /// would otherwise see how long the work took.
    package func noteRequestRead() {
        state.withLock { $0.readAt = .now }
    }
}
