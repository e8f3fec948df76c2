import ArgumentParser
import Journal
import Persistence
import Timekeeping

/// `counterfoil access …`
struct AccessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access", abstract: "Who has seen or changed the data of patients.",
        subcommands: [List.self, Verify.self])

    struct List: DataCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the newest accesses in the order they were made; with --json one a line.",
            discussion: """
                Each entry says which client of which subscription did what with the records of which patients, when, \
                and with which request. A list is one entry with the ids of its patients.

                Example: counterfoil access list --realm acme/production --patient 10000001
                """)

        @Option(help: ArgumentHelp("Only accesses in this realm, such as acme/production.", valueName: "realm"))
        var realm: String?
        @Option(help: ArgumentHelp("Only accesses to the data of this patient; needs --realm.", valueName: "id"))
        var patient: String?
        @Option(
            help: ArgumentHelp("Only accesses since this time, or since so long ago.", valueName: "time"),
            transform: SearchMoment.init(text:))
        var since: SearchMoment?
        @Option(
            help: ArgumentHelp("Only accesses before this time, or before so long ago.", valueName: "time"),
            transform: SearchMoment.init(text:))
        var until: SearchMoment?
        @Option(help: ArgumentHelp("How many at most, 1 to 1000000.", valueName: "number"))
        var limit = CommandLimits.journalListDefaultEntries
        @Flag(help: "The newest first.")
        var newestFirst = false
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard (1...CommandLimits.journalListMaximumEntries).contains(limit) else {
                throw ValidationError("Give a --limit from 1 to \(CommandLimits.journalListMaximumEntries).")
            }
            guard patient == nil || realm != nil else {
                throw ValidationError("Ids of patients are those of one realm. Give --realm, such as acme/production.")
            }
        }

        func execute(_ surroundings: Surroundings) async throws {
            let now = surroundings.clock.now()
            guard data.server == nil else {
                let transport = try await data.transport(creating: false, surroundings)
                let query: [(name: String, value: String?)] = [
                    ("realm", realm), ("patient", patient), ("since", since?.resolved(now: now).description),
                    ("until", until?.resolved(now: now).description),
                ]
                try await AdminCaller(surroundings: surroundings, transport: transport).printJournal(
                    limit, of: "listAccesses",
                    query: query.compactMap { entry in entry.value.map { (entry.name, $0) } },
                    newestFirst: newestFirst, asJSON: data.json)
                return
            }
            let printer = try await JournalPrinter.open(data, surroundings, .access)
            var query = JournalQuery(realm: realm)
            query.patient = patient
            query.since = since?.resolved(now: now)
            query.until = until?.resolved(now: now)
            try await printer.printNewest(limit, matching: query, newestFirst: newestFirst)
        }
    }

    struct Verify: DataCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compute the chain of hashes again; a changed, missing or added entry is found.",
            discussion: "Keep the head it prints elsewhere: it proves later that nothing before it was changed.")

        @OptionGroup var data: DataOptions

        func execute(_ surroundings: Surroundings) async throws {
            try data.requireDirectory()
            let store = try await JournalPrinter.openStore(data.path, .access)
            let result = try await BlockingWork.run { try JournalVerification.run(store: store) }
            try show(result.report, surroundings)
        }
    }
}
