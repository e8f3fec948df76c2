import ArgumentParser
import CounterfoilServer

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
        try await program.serve(try await program.openStores()) { _ in }
    }
}
