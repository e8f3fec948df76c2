import Synchronization

/// Work waiting for the journal's next transaction, and the rule who starts one.
///
/// Whoever adds to an idle queue must have it drained; while a drain is under way, what is added is taken by it. So
/// callers that wait at the same moment share one transaction, and an idle journal writes at once.
final class AppendQueue: Sendable {
    /// An entry with its written form, made by the caller so that the writer's queue only hashes and writes.
    struct PreparedEntry: Sendable {
        let entry: JournalEntry
        let body: [UInt8]
    }

    /// What one caller wants written, all of it or nothing.
    struct Request: Sendable {
        let entries: [PreparedEntry]
        let refusals: [Refusal]
        let isFromRefusal: Bool
        let completion: CheckedContinuation<Result<Void, JournalError>, Never>
    }

    /// What became of a request that was added.
    enum Admission: Sendable {
        /// It waits; a drain is under way already.
        case waiting
        /// It waits; the caller must start a drain.
        case startsDrain
        /// There is no room; the caller must answer the request itself.
        case full
    }

    private struct State {
        var waiting: [Request] = []
        var waitingEntries = 0
        var waitingFromRefusals = 0
        var isDraining = false
    }

    private let state = Mutex(State())
    private let limits: JournalLimits

    init(limits: JournalLimits) {
        self.limits = limits
    }

    func add(_ request: Request) -> Admission {
        let size = request.entries.count + request.refusals.count
        return state.withLock { state in
            // A request larger than the whole bound is let in alone: refusing it for ever would help nobody.
            guard state.waiting.isEmpty || state.waitingEntries + size <= limits.waitingMaximumEntries else {
                return .full
            }
            if request.isFromRefusal {
                guard state.waitingFromRefusals + size <= limits.waitingFromRefusalsMaximumEntries else {
                    return .full
                }
                state.waitingFromRefusals += size
            }
            state.waitingEntries += size
            state.waiting.append(request)
            guard !state.isDraining else { return .waiting }
            state.isDraining = true
            return .startsDrain
        }
    }

    /// Entries and refusals that wait.
    var count: Int {
        state.withLock { $0.waitingEntries }
    }

    /// Everything that waits. Empty when nothing does; then the drain is over and the next request starts one.
    func takeAll() -> [Request] {
        state.withLock { state in
            let taken = state.waiting
            state.isDraining = !taken.isEmpty
            state.waiting = []
            state.waitingEntries = 0
            state.waitingFromRefusals = 0
            return taken
        }
    }
}
