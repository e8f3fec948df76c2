import Dispatch
package import Journal
import Synchronization

/// A journal's storage in memory, for tests: it keeps its contract, and can be made to fail or to hold its commits.
package final class MemoryJournalStore: JournalStore {
    private struct State {
        var entries: [ChainedEntry] = []
        var refusals: [Refusal] = []
        var head = ChainHead.genesis
        var lastChangeNumber: Int64 = 0
        var commitSizes: [Int] = []
        var failure: JournalStoreError?
        var failsAfterWriting = false
        var isHeld = false
        var heldCommits = 0
    }

    private let state = Mutex(State())
    private let release = DispatchSemaphore(value: 0)
    private let refusalRingRows: Int

    /// Makes an empty store that keeps that many refusals of each realm.
    package init(refusalRingRows: Int = JournalLimits.standard.refusalRingPerRealmRows) {
        self.refusalRingRows = refusalRingRows
    }

    /// Lets every commit fail with that error until `nil` is set. `afterWriting`: what was to be written is there all
    /// the same, as when the answer of a disk is lost.
    package func fail(with error: JournalStoreError?, afterWriting: Bool = false) {
        state.withLock { state in
            state.failure = error
            state.failsAfterWriting = afterWriting
        }
    }

    /// Holds the next commit until `releaseCommit`.
    package func holdNextCommit() {
        state.withLock { $0.isHeld = true }
    }

    /// How many commits wait for `releaseCommit`.
    package var heldCommits: Int {
        state.withLock { $0.heldCommits }
    }

    /// Lets the held commit go on.
    package func releaseCommit() {
        release.signal()
    }

    /// How many entries each commit brought, in order.
    package var commitSizes: [Int] {
        state.withLock { $0.commitSizes }
    }

    /// All entries, in order.
    package var allEntries: [ChainedEntry] {
        state.withLock { $0.entries }
    }

    /// Changes the stored entries behind the journal's back.
    package func tamper(_ change: (inout [ChainedEntry]) -> Void) {
        state.withLock { change(&$0.entries) }
    }

    /// Where the chain ends.
    package func head() throws(JournalStoreError) -> ChainHead {
        state.withLock { $0.head }
    }

    /// The highest number of a registry change taken in so far.
    package func lastChangeNumber() throws(JournalStoreError) -> Int64 {
        state.withLock { $0.lastChangeNumber }
    }

    /// Writes entries and refusals, all of them or none.
    package func commit(entries: [ChainedEntry], refusals: [Refusal]) throws(JournalStoreError) {
        let isHeld = state.withLock { state in
            defer { state.isHeld = false }
            if state.isHeld { state.heldCommits += 1 }
            return state.isHeld
        }
        if isHeld {
            release.wait()
            state.withLock { $0.heldCommits -= 1 }
        }
        let failure = state.withLock { state -> JournalStoreError? in
            if let failure = state.failure, !state.failsAfterWriting { return failure }
            return Self.write(entries, refusals, keeping: refusalRingRows, to: &state) ?? state.failure
        }
        if let failure { throw failure }
    }

    private static func write(
        _ entries: [ChainedEntry], _ refusals: [Refusal], keeping rows: Int, to state: inout State
    ) -> JournalStoreError? {
        if let first = entries.first, let last = entries.last {
            guard first.sequence == state.head.sequence + 1 else { return .conflict("sequence") }
            let numbers = entries.compactMap(\.changeNumber)
            let known = Set(state.entries.compactMap(\.changeNumber))
            guard known.isDisjoint(with: numbers) else { return .conflict("change number") }
            state.entries += entries
            state.head = last.head
            state.lastChangeNumber = max(state.lastChangeNumber, numbers.max() ?? 0)
            state.commitSizes.append(entries.count)
        }
        for refusal in refusals {
            state.refusals.append(refusal)
            let ofRealm = state.refusals.filter { $0.realm == refusal.realm }.count
            if ofRealm > rows, let oldest = state.refusals.firstIndex(where: { $0.realm == refusal.realm }) {
                state.refusals.remove(at: oldest)
            }
        }
        return nil
    }

    /// The entries that match, in the order the query asks for.
    package func entries(matching query: JournalQuery) throws(JournalStoreError) -> [ChainedEntry] {
        let matching = allEntries.filter { entry in
            (query.kind.map { $0 == entry.kind } ?? true) && (query.realm.map { $0 == entry.realm } ?? true)
                && (query.since.map { $0 <= entry.at } ?? true) && (query.until.map { $0 > entry.at } ?? true)
                && entry.sequence > query.afterSequence ?? .min && entry.sequence < query.beforeSequence ?? .max
        }
        let ordered = query.newestFirst ? matching.reversed() : matching
        return Array(ordered.prefix(max(query.limit, 0)))
    }

    /// The newest refusal of that request.
    package func refusal(requestID: String) throws(JournalStoreError) -> Refusal? {
        state.withLock { state in state.refusals.last { $0.requestID == requestID } }
    }

    /// The newest refusals of a realm, newest first.
    package func refusals(realm: String, limit: Int) throws(JournalStoreError) -> [Refusal] {
        state.withLock { state in
            Array(state.refusals.reversed().filter { $0.realm == realm }.prefix(max(limit, 0)))
        }
    }
}
