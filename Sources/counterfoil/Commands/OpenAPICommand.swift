import ArgumentParser
import CounterfoilServer

/// `counterfoil openapi`
struct OpenAPICommand: SurroundedCommand {
    static let configuration = CommandConfiguration(
        commandName: "openapi", abstract: "Print an OpenAPI 3.1 document, as a server of this release serves it.",
        discussion: "Example: counterfoil openapi --document token-endpoint > token-endpoint.json")

    @Option(help: ArgumentHelp("external, token-endpoint or admin.", valueName: "name"))
    var document = OpenAPIDocuments.external

    func execute(_ surroundings: Surroundings) async throws {
        surroundings.console.write(String(decoding: try document.bytes(), as: UTF8.self) + "\n")
    }
}

extension OpenAPIDocuments: ExpressibleByArgument {}
