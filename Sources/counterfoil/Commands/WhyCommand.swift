import Administration
import ArgumentParser
import Journal

/// `counterfoil why REQUEST-ID`
struct WhyCommand: DataCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Tell the exact reason of a refusal.",
        discussion: "Example: counterfoil why REQUEST-ID, with the X-Request-Id of the answer.")

    @Argument(help: "The X-Request-Id of the refused answer.")
    var requestID: String
    @OptionGroup var data: DataOptions

    func execute(_ surroundings: Surroundings) async throws {
        let reader = JournalReader(store: try await JournalPrinter.openStore(data.path))
        guard let refusal = try await reader.refusal(requestID: requestID) else {
            throw CommandFailure(
                "No refusal of the request “\(requestID.printable)” is kept. Check that it is the X-Request-Id of a "
                    + "refused answer of this server; the newest 100,000 refusals of a realm are kept, and of a flood "
                    + "only some.")
        }
        try show(.record(refusal.document), surroundings)
    }
}
