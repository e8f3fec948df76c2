package import Timekeeping

/// What the journal needs of its storage.
///
/// Every call blocks; call it only from a queue of one's own, never on the cooperative pool. `JournalWriter` and
/// `JournalReader` do so. Only the holder of the data directory's lock may commit.
package protocol JournalStore: Sendable {
    /// Where the chain ends.
    func head() throws(JournalStoreError) -> ChainHead

    /// The highest number of a registry change taken in so far; 0 when none was.
    func lastChangeNumber() throws(JournalStoreError) -> Int64

    /// Writes entries and refusals in one transaction and returns when they are safe on disk. The entries continue the
    /// chain in their order. A change number that is there already, or a sequence that is, fails all of it.
    func commit(entries: [ChainedEntry], refusals: [Refusal]) throws(JournalStoreError)

    /// The entries that match, in the order the query asks for.
    func entries(matching query: JournalQuery) throws(JournalStoreError) -> [ChainedEntry]

    /// The newest refusal of that request, or `nil` when there was none or the ring has gone past it.
    func refusal(requestID: String) throws(JournalStoreError) -> Refusal?

    /// The newest refusals of a realm, newest first.
    func refusals(realm: String, limit: Int) throws(JournalStoreError) -> [Refusal]
}

/// Which entries to list. What is `nil` does not narrow.
package struct JournalQuery: Hashable, Sendable {
    /// Only entries of this kind.
    package var kind: JournalKind?
    /// Only entries of this realm.
    package var realm: String?
    /// Only entries at or after this moment.
    package var since: Timestamp?
    /// Only entries before this moment.
    package var until: Timestamp?
    /// Only entries with this text in their written form. Each is read for it: narrow the search by places.
    package var text: String?
    /// Only entries that tell of the data of this patient. Only the journal of accesses knows of patients, and only by
    /// `realm`, which must then be there.
    package var patient: String?
    /// Only entries behind this place.
    package var afterSequence: Int64?
    /// Only entries before this place; for the next page of a newest-first listing.
    package var beforeSequence: Int64?
    /// How many at most.
    package var limit: Int
    /// Newest first, or in the order they were written.
    package var newestFirst: Bool

    /// Makes a query.
    package init(
        kind: JournalKind? = nil, realm: String? = nil, since: Timestamp? = nil, until: Timestamp? = nil,
        afterSequence: Int64? = nil, beforeSequence: Int64? = nil, limit: Int = 100, newestFirst: Bool = true
    ) {
        self.kind = kind
        self.realm = realm
        self.since = since
        self.until = until
        self.afterSequence = afterSequence
        self.beforeSequence = beforeSequence
        self.limit = limit
        self.newestFirst = newestFirst
    }
}
