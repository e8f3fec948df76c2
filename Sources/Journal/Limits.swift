/// Every bound of the journal.
package struct JournalLimits: Hashable, Sendable {
    /// Entries that may wait for a transaction at one moment; beyond it an append is refused at once.
    package var waitingMaximumEntries = 10_000
    /// Of these, how many may come from refusals, so that a flood of them leaves room for tokens.
    package var waitingFromRefusalsMaximumEntries = 2_000
    /// The size of one written entry.
    package var bodyMaximumBytes = 65_536
    /// Refusals kept singly for one client and address prefix in one minute.
    package var refusalsKeptPerClientPrefixMinute = 20
    /// Different pairs of client and address prefix whose refusals are kept singly in one realm and minute. Client
    /// identifiers are free to invent, so without it one address could turn the whole ring over.
    package var refusalsKeptPairsPerRealmMinute = 5_000
    /// The newest refusals of a realm that a store keeps singly.
    package var refusalRingPerRealmRows = 100_000
    /// Address prefixes told apart in one realm and minute; further ones are counted as `other`.
    package var prefixesPerRealmMinute = 1_000
    /// Counts of refusals that are kept apart while the journal cannot be written; further ones are added up.
    package var unwrittenCountsMaximumEntries = 10_000
    /// Counts of refusals that are written in one transaction, so that tokens find room in between.
    package var countsPerAppendEntries = 1_000
    /// How often the writer looks for minutes that are over.
    package var flushIntervalMilliseconds = 1_000

    /// Makes the standard limits; change members for others.
    package init() {}

    /// What the server runs with.
    package static let standard = JournalLimits()

    /// The longest identifier, code or address of a refusal, in Unicode scalars.
    package static let refusalNameMaximumScalars = 128
    /// The longest detail of a refusal, in Unicode scalars.
    package static let refusalDetailMaximumScalars = 1_000
    /// Entries that verification reads at a time.
    package static let verificationPageEntries = 1_000
}
