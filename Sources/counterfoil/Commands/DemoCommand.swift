import ArgumentParser
import CounterfoilServer
import Cryptography
import Logging
import Observability
import Timekeeping

/// `counterfoil demo`
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Serve a tenant with invented data, for trying everything out.",
        discussion: """
            Makes the tenant “demo” in var/demo, or in the directory named, unless it is there already; prints \
            commands to paste; serves on http://localhost:8080. Takes every option of `serve`. The credentials are \
            also in demo.json in the data directory.

            Example: counterfoil demo
            """)

    /// Where the demo keeps its data unless told otherwise.
    private static let dataPath = "var/demo"

    @OptionGroup var options: ServeOptions

    func run() async throws {
        var base = ServerConfiguration(dataPath: Self.dataPath)
        base.defaultRealm = try Demo.defaultRealm()
        let program = try await ServerProgram(options, base: base)
        let stores = try await program.openStores()
        let demo = Demo(stores: stores, timeSource: .system, random: .system)
        let credentials = try await demo.prepare()
        let first = try await FirstSignIn.prepare(stores, program.configuration)
        let configuration = program.configuration
        let logger = program.surroundings.logger
        try await program.serve(stores) { ports in
            do throws(ServerError) {
                let addresses = try demo.writeFile(
                    credentials, baseDomain: configuration.baseDomain,
                    scheme: configuration.tls == nil ? "http" : "https", ports: ports)
                Console.standard.write(Self.welcome(addresses, credentials, dataPath: configuration.dataPath))
                if let words = try await first.words(ports) { Console.standard.write(words) }
            } catch {
                // The server works all the same; only programs that read the file go without, and `operator link`
                // makes the link.
                logger.error("The demo's credentials or the first sign-in link could not be written. \(error)")
            }
        }
    }

    /// What a person needs to go on. The secret itself is shown on a terminal only: elsewhere what is printed is kept.
    private static func welcome(
        _ addresses: DemoAddresses, _ credentials: DemoCredentials, dataPath: String
    ) -> String {
        let isOnTerminal = LogForm.detect(fileDescriptor: standardOutputDescriptor) == .text
        let secret = isOnTerminal ? credentials.sandbox.secret.exposed : "in \(dataPath)/demo.json"
        let program = CommandLine.arguments.first ?? "counterfoil"
        return """
            The demo is running. Ctrl-C ends it; started again, it goes on with the same data.

              Swagger page   \(addresses.swagger)
              Client ID      \(credentials.sandbox.id)
              Client Secret  \(secret)

            Get a token, in another terminal:

              ID='\(credentials.sandbox.id)'
              SECRET=$(sed -n '/"sandbox"/,/}/s/.*"client_secret" : "\\(.*\\)".*/\\1/p' '\(dataPath)/demo.json')
              curl --location '\(addresses.token)' --header 'Content-Type: application/x-www-form-urlencoded' \
            --header "Authorization: Basic $(printf '%s:%s' "$ID" "$SECRET" | base64 -w0)" \
            --data-urlencode 'grant_type=client_credentials'

            Call the API with it:

              TOKEN='…'
              curl --request GET --url '\(addresses.patients)' --header "authorization: Bearer $TOKEN" \
            --header 'content-type: application/json'

            See what was handed out:

              \(program) journal list --data '\(dataPath)'

            The credentials of production are in \(dataPath)/demo.json.


            """
    }

    /// POSIX `STDOUT_FILENO`.
    private static let standardOutputDescriptor: Int32 = 1
}
