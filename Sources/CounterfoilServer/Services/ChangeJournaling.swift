package import Journal
package import Registry

/// Takes the rows of the registry's change table into the journal, each once, so that the two can never disagree.
package struct ChangeJournaling: Sendable {
    private let registry: any RegistryStore
    private let store: any JournalStore
    private let journal: JournalWriter
    private static let batchRows = 500

    /// Moves changes from a registry to a journal. Only the holder of the data directory's lock may do so.
    package init(registry: any RegistryStore, store: any JournalStore, journal: JournalWriter) {
        self.registry = registry
        self.store = store
        self.journal = journal
    }

    /// Takes in every change that the journal does not have yet.
    ///
    /// - Parameter progress: hears how many changes were taken in, of how many.
    /// - Throws: ``RegistryError`` or `JournalError`; what was taken in until then stays, and the next call goes on.
    package func takeIn(progress: WorkProgress = .unheard) async throws {
        var last = try await JournalReader(store: store).lastChangeNumber()
        let end = try await registry.read { registry in try registry.lastChangeNumber() }
        guard last <= end else {
            throw RegistryError.conflict(
                "The journal has taken in the change \(last), and the registry ends at \(end): it is an older copy "
                    + "than the journal. Put both databases back from the same backup.")
        }
        let first = last
        while true {
            progress.report(.chaining, Int(last - first), Int(end - first))
            let after = last
            let changes = try await registry.read { registry in
                try registry.listChanges(after: after, limit: Self.batchRows)
            }
            guard let newest = changes.last else { return }
            try await journal.append(contentsOf: changes.map(Self.entry))
            last = newest.number
        }
    }

    /// The journal's entry of a change: who changed what, from what to what.
    static func entry(of change: Change) -> JournalEntry {
        JournalEntry(
            at: change.at, kind: JournalKind(rawValue: change.kind), realm: change.realm?.description,
            fields: [
                JournalField(name: "actor", value: .text(change.actor.name)),
                JournalField(name: "tenant", value: .text(change.tenant.text)),
                JournalField(name: "subject", value: .text(change.subject)),
                JournalField(name: "before", value: .fields(fields(change.before))),
                JournalField(name: "after", value: .fields(fields(change.after))),
            ], changeNumber: change.number)
    }

    private static func fields(_ facts: [String: String]) -> [JournalField] {
        facts.sorted { $0.key < $1.key }.map { JournalField(name: $0.key, value: .text($0.value)) }
    }
}
