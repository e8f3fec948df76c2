/// Bounds and defaults of the command line. Units stand last in the names.
enum CommandLimits {
    /// How long a server may take to answer.
    static let answerTimeoutSeconds: Int64 = 60
    /// Longest answer of a server.
    static let answerMaximumBytes = 16_777_216
    /// How long a server may take over an operation in bulk.
    static let bulkTimeoutSeconds: Int64 = 900
    /// Longest answer to an operation in bulk.
    static let bulkAnswerMaximumBytes = 536_870_912
    /// Bytes of a large body that are sent at a time.
    static let bodyChunkBytes = 262_144
    /// How often it is shown that a server still works.
    static let waitingIntervalMilliseconds = 500
    /// Longest time span that can be given, 100 years.
    static let spanMaximumSeconds: Int64 = 3_155_760_000
    /// The first second that no time given may reach: the year 10000.
    static let momentEndSeconds: Int64 = 253_402_300_800
    /// Most entries of one `journal list`.
    static let journalListMaximumEntries = 1_000_000
    /// Entries of `journal list` when no number is given.
    static let journalListDefaultEntries = 50
    /// Entries that `journal tail` starts with when no number is given.
    static let journalTailDefaultEntries = 10
    /// Entries read from the journal at a time.
    static let journalPageEntries = 1_000
    /// How often `journal tail --follow` looks for further entries.
    static let followIntervalMilliseconds = 250
    /// How long `key rotate` waits by default: running servers notice a change within one second.
    static let keyRotationWaitSeconds = 2
    /// Longest wait of `key rotate`.
    static let keyRotationWaitMaximumSeconds = 3_600
    /// How often a command looks whether a running server has taken its change into the journal, and how many times.
    static let journalChangesIntervalMilliseconds = 50
    /// See above: 2 s in all.
    static let journalChangesAttempts = 40
    /// Longest token that is read from standard input.
    static let tokenInputMaximumBytes = 16_384
    /// Longest name that is typed as a confirmation.
    static let confirmationMaximumBytes = 256
    /// What a column of free text keeps when a table is wider than the terminal.
    static let flexibleColumnMinimumWidth = 8
    /// How often a server asks again for the lock of its data directory before it gives up.
    static let lockAttempts = 20
    /// How long it waits in between, in milliseconds.
    static let lockIntervalMilliseconds = 25
}
