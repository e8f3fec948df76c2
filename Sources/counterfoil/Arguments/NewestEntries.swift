import ArgumentParser
import Journal
import Persistence
import Timekeeping

/// Which of the newest entries of a journal are listed, and in which order.
struct NewestEntries: ParsableArguments {
    @Option(
        help: ArgumentHelp("Only entries since this time, or since so long ago.", valueName: "time"),
        transform: SearchMoment.init(text:))
    var since: SearchMoment?
    @Option(
        help: ArgumentHelp("Only entries before this time, or before so long ago.", valueName: "time"),
        transform: SearchMoment.init(text:))
    var until: SearchMoment?
    @Option(help: ArgumentHelp("How many at most, 1 to 1000000.", valueName: "number"))
    var limit = CommandLimits.journalListDefaultEntries
    @Flag(help: "The newest first.")
    var newestFirst = false

    func validate() throws {
        guard (1...CommandLimits.journalListMaximumEntries).contains(limit) else {
            throw ValidationError("Give a --limit from 1 to \(CommandLimits.journalListMaximumEntries).")
        }
    }

    /// Prints the entries that match, of a data directory or of a server.
    ///
    /// - Parameters:
    ///   - part: which journal of a data directory.
    ///   - operation: what lists the same entries of a server.
    ///   - parameters: the parameters of that operation, the times and the number left out.
    func print(
        _ query: JournalQuery, of part: SQLiteJournalStore.Part, operation: String,
        parameters: KeyValuePairs<String, String?>, _ data: DataOptions, _ surroundings: Surroundings
    ) async throws {
        let now = surroundings.clock.now()
        let (since, until) = (since?.resolved(now: now), until?.resolved(now: now))
        guard data.server == nil else {
            let transport = try await data.transport(creating: false, surroundings)
            let all =
                parameters.map { ($0.key, $0.value) } + [
                    ("since", since?.description), ("until", until?.description),
                ]
            try await AdminCaller(surroundings: surroundings, transport: transport).printJournal(
                limit, of: operation, query: all.compactMap { name, value in value.map { (name, $0) } },
                newestFirst: newestFirst, asJSON: data.json)
            return
        }
        let printer = try await JournalPrinter.open(data, surroundings, part)
        var query = query
        query.since = since
        query.until = until
        try await printer.printNewest(limit, matching: query, newestFirst: newestFirst)
    }
}
