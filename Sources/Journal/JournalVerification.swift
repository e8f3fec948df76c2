/// What is wrong with a journal, and where.
package struct JournalFault: Hashable, Sendable {
    /// What can be wrong.
    package enum Kind: Hashable, Sendable {
        /// The entry is missing.
        case missing
        /// The hash does not follow from the entry and the hash before it: one of them was changed.
        case hashMismatch
        /// The body was not written by a journal.
        case unreadableBody
        /// The named column says something else than the body.
        case columnDiffers(String)
        /// The chain does not end at the head that the storage, or a checkpoint, remembers.
        case headDiffers
    }

    /// The place of the first faulty entry.
    package let sequence: Int64
    /// What is wrong with it.
    package let kind: Kind

    /// Makes a fault.
    package init(sequence: Int64, kind: Kind) {
        self.sequence = sequence
        self.kind = kind
    }
}

extension JournalFault: CustomStringConvertible {
    /// A line for people.
    package var description: String {
        switch kind {
        case .missing: "entry \(sequence) is missing"
        case .hashMismatch: "entry \(sequence), or the one before it, was changed: its hash does not match"
        case .unreadableBody: "entry \(sequence) is unreadable"
        case .columnDiffers(let name): "entry \(sequence) was changed: column \(name) differs from its body"
        case .headDiffers: "the chain does not pass through the remembered entry \(sequence)"
        }
    }
}

/// Walks a journal from its first entry to its head and computes the chain again.
///
/// It proves that nothing before the head was changed, removed, put in or reordered since the head was known. Whoever
/// can rewrite the whole storage can write another chain; a checkpoint kept elsewhere shows that.
package struct JournalVerification: Hashable, Sendable {
    /// How many entries were found good, from the first one on.
    package let entryCount: Int64
    /// The head of the good part.
    package let head: ChainHead
    /// The first thing that is wrong; `nil` when nothing is.
    package let fault: JournalFault?

    /// Makes a result.
    package init(entryCount: Int64, head: ChainHead, fault: JournalFault?) {
        self.entryCount = entryCount
        self.head = head
        self.fault = fault
    }

    /// Verifies what is in `store` now; entries written meanwhile are left out. Blocks for as long as it takes: run it
    /// on a thread of one's own.
    /// - Parameters:
    ///   - checkpoint: A head noted earlier, that the chain must pass through.
    ///   - progress: Hears how many entries were looked at, of how many.
    package static func run(
        store: any JournalStore, checkpoint: ChainHead? = nil, pageEntries: Int = JournalLimits.verificationPageEntries,
        progress: (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
    ) throws(JournalStoreError) -> JournalVerification {
        let end = try store.head()
        var head = ChainHead.genesis
        while head.sequence < end.sequence {
            progress(head.sequence, end.sequence)
            let page = try store.entries(
                matching: JournalQuery(
                    afterSequence: head.sequence, beforeSequence: end.sequence + 1, limit: pageEntries,
                    newestFirst: false))
            guard !page.isEmpty else { return found(.missing, at: head.sequence + 1, after: head) }
            for entry in page {
                if let kind = fault(of: entry, after: head) {
                    return found(kind, at: head.sequence + 1, after: head)
                }
                if let checkpoint, checkpoint.sequence == entry.sequence, checkpoint.hash != entry.hash {
                    return found(.headDiffers, at: entry.sequence, after: head)
                }
                head = entry.head
            }
        }
        if head != end { return found(.headDiffers, at: end.sequence, after: head) }
        if let checkpoint, checkpoint.sequence > end.sequence {
            return found(.headDiffers, at: checkpoint.sequence, after: head)
        }
        if let stray = try strayEntry(in: store, behind: end) {
            return found(.headDiffers, at: stray, after: head)
        }
        return JournalVerification(entryCount: head.sequence, head: head, fault: nil)
    }

    /// An entry behind the head although the head has not moved: it was put in by hand.
    private static func strayEntry(
        in store: any JournalStore, behind end: ChainHead
    ) throws(JournalStoreError) -> Int64? {
        let next = try store.entries(
            matching: JournalQuery(afterSequence: end.sequence, limit: 1, newestFirst: false))
        guard let stray = next.first, try store.head() == end else { return nil }
        return stray.sequence
    }

    private static func fault(of entry: ChainedEntry, after head: ChainHead) -> JournalFault.Kind? {
        guard entry.sequence == head.sequence + 1 else { return .missing }
        let hash = ChainedEntry.hash(previous: head.hash, sequence: entry.sequence, body: entry.body)
        guard hash == entry.hash else { return .hashMismatch }
        guard let told = try? entry.entry() else { return .unreadableBody }
        if told.at != entry.at { return .columnDiffers("at") }
        if told.kind != entry.kind { return .columnDiffers("kind") }
        if told.realm != entry.realm { return .columnDiffers("realm") }
        if told.changeNumber != entry.changeNumber { return .columnDiffers("change_number") }
        return nil
    }

    private static func found(
        _ kind: JournalFault.Kind, at sequence: Int64, after head: ChainHead
    ) -> JournalVerification {
        JournalVerification(
            entryCount: head.sequence, head: head, fault: JournalFault(sequence: sequence, kind: kind))
    }
}
