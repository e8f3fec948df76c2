import ArgumentParser
import CounterfoilServer
import Logging
import Observability

/// `counterfoil serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the token endpoint and the External API.",
        discussion: """
            Every option is also a key of the configuration file, and an environment variable in capitals with \
            underscores after COUNTERFOIL_, such as COUNTERFOIL_BASE_DOMAIN. Ends on SIGTERM or SIGINT, when the \
            requests in flight are answered.

            Example: counterfoil serve --data /var/lib/counterfoil --base-domain example.com \
            --trusted-proxies 127.0.0.1/32
            """)

    @OptionGroup var options: ServeOptions

    func run() async throws {
        let program = try await ServerProgram(options, base: nil)
        let stores = try await program.openStores()
        let first = try await FirstSignIn.prepare(stores, program.configuration)
        let logger = program.surroundings.logger
        try await program.serve(stores) { ports in
            do throws(ServerError) {
                if let words = try await first.words(ports) { Console.standard.write(words) }
            } catch {
                // The server works all the same; `operator link` makes the link.
                logger.error("The first operator's sign-in link could not be made. \(error)")
            }
        }
    }
}
