import Administration
import ArgumentParser
import Journal
import Persistence
import Registry

/// `counterfoil journal …`
struct JournalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal", abstract: "The record of what was issued, refused and changed.",
        subcommands: [List.self, Tail.self, Verify.self])

    /// Which entries are wanted.
    struct Filter: ParsableArguments {
        @Option(help: ArgumentHelp("Only entries of this kind, such as token.issued.", valueName: "kind"))
        var kind: String?
        @Option(help: ArgumentHelp("Only entries of this realm, such as acme/sandbox.", valueName: "realm"))
        var realm: String?

        /// The query for the newest entries.
        var query: JournalQuery {
            JournalQuery(kind: kind.map(JournalKind.init(rawValue:)), realm: realm)
        }
    }

    struct List: DataCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the newest entries in the order they were written; with --json one a line.",
            discussion: "Example: counterfoil journal list --kind token.issued --since 1h")

        @OptionGroup var filter: Filter
        @OptionGroup var newest: NewestEntries
        @OptionGroup var data: DataOptions

        func execute(_ surroundings: Surroundings) async throws {
            try await newest.print(
                filter.query, of: .journal, operation: "listJournal",
                parameters: ["kind": filter.kind, "realm": filter.realm], data, surroundings)
        }
    }

    struct Tail: DataCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show the last entries, and with --follow those that come; with --json one a line.",
            discussion: "Example: counterfoil journal tail --follow --kind token.refused")

        @OptionGroup var filter: Filter
        @Option(help: ArgumentHelp("How many of the last ones, 0 to 1000000.", valueName: "number"))
        var limit = CommandLimits.journalTailDefaultEntries
        @Flag(help: "Go on until interrupted (Ctrl-C).")
        var follow = false
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard (0...CommandLimits.journalListMaximumEntries).contains(limit) else {
                throw ValidationError("Give a --limit from 0 to \(CommandLimits.journalListMaximumEntries).")
            }
        }

        func execute(_ surroundings: Surroundings) async throws {
            let printer = try await JournalPrinter.open(data, surroundings)
            let end = try await printer.head()
            let query = filter.query
            var past = query
            past.beforeSequence = end + 1
            try await printer.printNewest(limit, matching: past, newestFirst: false)
            guard follow else { return }
            try await Interruption.untilInterrupted { try await printer.follow(query, after: end) }
        }
    }

    struct Verify: DataCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compute the chain of hashes again; a changed, missing or added entry is found.",
            discussion: "Keep the head it prints elsewhere: it proves later that nothing before it was changed.")

        @OptionGroup var data: DataOptions

        func execute(_ surroundings: Surroundings) async throws {
            try show(try await JournalVerification.run(.journal, data, surroundings).report, surroundings)
        }
    }
}

extension JournalVerification {
    /// Verifies a journal of a data directory, and shows on a terminal how far it is.
    static func run(
        _ part: SQLiteJournalStore.Part, _ data: DataOptions, _ surroundings: Surroundings
    ) async throws -> JournalVerification {
        try data.requireDirectory()
        let store = try await JournalPrinter.openStore(data.path, part)
        return try await ProgressBar(surroundings, isSilent: data.json).during { progress in
            try await BlockingWork.run {
                try JournalVerification.run(store: store) { done, total in
                    progress.report(.chaining, Int(done), Int(total))
                }
            }
        }
    }

    /// What is printed of a verification.
    var report: Report {
        let document: JSONDocument = [
            "entries": .integer(entryCount), "head_sequence": .integer(head.sequence),
            "head_hash": .text(head.hexadecimalHash), "fault": .text(ifPresent: fault?.description),
        ]
        return Report(
            document, [.record(document)],
            fault: fault.map { fault in
                "The journal is not as it was written: \(fault). The \(entryCount) entries before it are good. Keep a "
                    + "copy of the data directory to find out what happened, and restore the journal from a backup."
            })
    }
}
