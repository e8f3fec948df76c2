import Dispatch
package import Logging
import ServiceLifecycle
import Synchronization
package import Timekeeping

/// The one writer of a journal: appends are durable on return, and those that wait at the same moment share one
/// transaction and one flush to disk.
///
/// It works from its first moment; `run` only adds the per-minute counts of refusals. It goes on working after `run`
/// has ended, so that requests still in flight at shutdown are journaled.
package final class JournalWriter: Service, Sendable {
    private struct Chain: Sendable {
        var head: ChainHead
        var lastChangeNumber: Int64
    }

    private let store: any JournalStore
    private let timeSource: TimeSource
    private let limits: JournalLimits
    private let logger: Logger
    private let observer: (any JournalObserver)?
    private let waiting: AppendQueue
    private let queue = DispatchQueue(label: "journal.writer", qos: .userInitiated)
    /// What is known to be on disk; `nil` before the first and after a failed transaction, then it is read again.
    private let chain = Mutex<Chain?>(nil)
    private let aggregation: Mutex<RefusalAggregation>
    /// How the last transaction failed, if it did. A failure is logged when it comes and when it goes, because under
    /// load a full disk fails hundreds of transactions a second.
    private let failure = Mutex<JournalStoreError?>(nil)

    /// Makes a writer. Nothing is read or written before the first append.
    package init(
        store: any JournalStore, timeSource: TimeSource, limits: JournalLimits = .standard, logger: Logger,
        observer: (any JournalObserver)? = nil
    ) {
        self.store = store
        self.timeSource = timeSource
        self.limits = limits
        self.logger = logger
        self.observer = observer
        self.waiting = AppendQueue(limits: limits)
        self.aggregation = Mutex(RefusalAggregation(limits: limits))
    }

    /// Entries and refusals that wait for the next transaction, those of the running one not counted.
    package var waitingEntries: Int {
        waiting.count
    }

    /// Appends an entry; it is on disk on return. An entry whose change number has been taken in is skipped.
    /// - Throws: `JournalError`; the entry is then not to be relied on.
    package func append(_ entry: JournalEntry) async throws(JournalError) {
        try await append(contentsOf: [entry])
    }

    /// Appends entries in their order and in one transaction; they are on disk on return. Those whose change number is
    /// not above the highest one taken in are skipped, so that change rows may be handed in again after a crash.
    /// - Throws: `JournalError`; none of the entries is then to be relied on.
    package func append(contentsOf entries: [JournalEntry]) async throws(JournalError) {
        try await write(entries, refusals: [], isFromRefusal: false)
    }

    /// Keeps a refusal as far as the bounds allow: singly in the ring, and as a count. Never fails; what could not be
    /// written is logged at debug level. What is kept singly can be found on return.
    package func record(_ refusal: Refusal) async {
        let decision = aggregation.withLock { $0.record(refusal) }
        guard decision.isKeptSingly || decision.entry != nil else { return }
        do throws(JournalError) {
            try await write(
                decision.entry.map { [$0] } ?? [], refusals: decision.isKeptSingly ? [refusal] : [],
                isFromRefusal: true)
        } catch {
            // Not louder: what keeps the journal from being written is logged once where it shows, not per refusal.
            logger.debug(
                "A refusal could not be recorded. \(error)", metadata: ["request-id": "\(refusal.requestID)"])
        }
    }

    /// Journals the counts of each minute that is over, until shutdown; then those of the running minute as well.
    package func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            while !Task.isCancelled {
                await journalCounts(aggregation.withLock { $0.takeFinished(at: timeSource.now()) })
                try? await Task.sleep(for: .milliseconds(limits.flushIntervalMilliseconds))
            }
        }
        let left = await journalCounts(aggregation.withLock { $0.takeAll(at: timeSource.now()) })
        if left > 0 { logger.error("The counts of refusals of \(left) groups could not be journaled; they are lost.") }
    }

    /// Appends counts in parts. From a part on that cannot be written they are put back, to come again with the next
    /// ones; a part whose transaction reached the disk although it was reported to have failed counts twice then.
    ///
    /// - Returns: how many were put back.
    @discardableResult
    private func journalCounts(_ entries: [JournalEntry]) async -> Int {
        var rest = entries[...]
        while !rest.isEmpty {
            do throws(JournalError) {
                try await append(contentsOf: Array(rest.prefix(limits.countsPerAppendEntries)))
                rest = rest.dropFirst(limits.countsPerAppendEntries)
            } catch {
                // Not louder: why the journal cannot be written is logged once where it shows.
                logger.debug("The counts of refusals of \(rest.count) groups wait for the journal. \(error)")
                aggregation.withLock { $0.putBack(Array(rest)) }
                return rest.count
            }
        }
        return 0
    }

    private func write(
        _ entries: [JournalEntry], refusals: [Refusal], isFromRefusal: Bool
    ) async throws(JournalError) {
        var prepared: [AppendQueue.PreparedEntry] = []
        prepared.reserveCapacity(entries.count)
        for entry in entries {
            let body = JournalEncoding.body(of: entry)
            guard body.count <= limits.bodyMaximumBytes else { throw .entryTooLarge(bytes: body.count) }
            prepared.append(AppendQueue.PreparedEntry(entry: entry, body: body))
        }
        guard !prepared.isEmpty || !refusals.isEmpty else { return }
        let result = await withCheckedContinuation { continuation in
            let request = AppendQueue.Request(
                entries: prepared, refusals: refusals, isFromRefusal: isFromRefusal, completion: continuation)
            switch waiting.add(request) {
            case .waiting: break
            case .startsDrain: queue.async { self.drain() }
            case .full: continuation.resume(returning: .failure(.overloaded))
            }
        }
        try result.get()
    }

    /// Runs on the queue until nothing waits.
    private func drain() {
        while true {
            let requests = waiting.takeAll()
            guard !requests.isEmpty else { return }
            let result = Result { () throws(JournalError) in try commit(requests) }
            for request in requests { request.completion.resume(returning: result) }
        }
    }

    private func commit(_ requests: [AppendQueue.Request]) throws(JournalError) {
        let start = ContinuousClock.now
        do throws(JournalStoreError) {
            let before = try knownChain()
            let (entries, after) = Self.chained(requests, to: before)
            let refusals = requests.flatMap(\.refusals)
            guard !entries.isEmpty || !refusals.isEmpty else { return }
            try store.commit(entries: entries, refusals: refusals)
            chain.withLock { $0 = after }
            log(failure: nil)
            let (seconds, attoseconds) = (ContinuousClock.now - start).components
            observer?.committed(
                entries: entries.count, nanoseconds: seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
        } catch {
            // Whether the transaction reached the disk is unknown, so the next one starts from what is there.
            chain.withLock { $0 = nil }
            observer?.failed()
            log(failure: error)
            throw .store(error)
        }
    }

    private func log(failure present: JournalStoreError?) {
        let previous = failure.withLock { failure in
            defer { failure = present }
            return failure
        }
        guard present != previous else { return }
        if let present {
            logger.error("The journal cannot be written. \(present)")
        } else {
            logger.notice("The journal can be written again.")
        }
    }

    private func knownChain() throws(JournalStoreError) -> Chain {
        if let known = chain.withLock({ $0 }) { return known }
        return Chain(head: try store.head(), lastChangeNumber: try store.lastChangeNumber())
    }

    private static func chained(_ requests: [AppendQueue.Request], to start: Chain) -> ([ChainedEntry], Chain) {
        var chain = start
        var entries: [ChainedEntry] = []
        for request in requests {
            for prepared in request.entries {
                if let number = prepared.entry.changeNumber {
                    guard number > chain.lastChangeNumber else { continue }
                    chain.lastChangeNumber = number
                }
                let entry = ChainedEntry(prepared.entry, body: prepared.body, after: chain.head)
                chain.head = entry.head
                entries.append(entry)
            }
        }
        return (entries, chain)
    }
}
