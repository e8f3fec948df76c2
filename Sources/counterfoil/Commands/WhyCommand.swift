import Administration
import ArgumentParser

/// `counterfoil why REQUEST-ID`
struct WhyCommand: AdminCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Tell the exact reason of a refusal.",
        discussion: "Example: counterfoil why REQUEST-ID, with the X-Request-Id of the answer.")

    @Argument(help: "The X-Request-Id of the refused answer.")
    var requestID: String
    @OptionGroup var data: DataOptions

    func report(_ admin: AdminCaller) async throws -> Report {
        .record(try await admin.call("whyRefused", path: ["request_id": requestID]))
    }
}
