import ArgumentParser
import Journal
import Persistence

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
        @OptionGroup var newest: NewestEntries
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard patient == nil || realm != nil else {
                throw ValidationError("Ids of patients are those of one realm. Give --realm, such as acme/production.")
            }
        }

        func execute(_ surroundings: Surroundings) async throws {
            var query = JournalQuery(realm: realm)
            query.patient = patient
            try await newest.print(
                query, of: .access, operation: "listAccesses", parameters: ["realm": realm, "patient": patient], data,
                surroundings)
        }
    }

    struct Verify: DataCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compute the chain of hashes again; a changed, missing or added entry is found.",
            discussion: "Keep the head it prints elsewhere: it proves later that nothing before it was changed.")

        @OptionGroup var data: DataOptions

        func execute(_ surroundings: Surroundings) async throws {
            try show(try await JournalVerification.run(.access, data, surroundings).report, surroundings)
        }
    }
}
