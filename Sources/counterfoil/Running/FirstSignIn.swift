import CounterfoilServer
import Cryptography
import Registry
import Timekeeping

/// Tells the person who starts a server for the first time how to sign in to its console.
struct FirstSignIn: Sendable {
    private let operators: FirstOperator
    private let name: OperatorName?
    private let configuration: ServerConfiguration

    /// Makes the first operator where there is none.
    ///
    /// - Throws: `ServerError`.
    static func prepare(_ stores: ServerStores, _ configuration: ServerConfiguration) async throws -> FirstSignIn {
        let operators = FirstOperator(stores: stores, timeSource: .system, random: .system)
        return FirstSignIn(operators: operators, name: try await operators.prepare(), configuration: configuration)
    }

    /// What to print on a first start, once the ports are known; `nil` on every other one. Unlike a client's secret the
    /// link is printed wherever standard output goes: it dies by its use or within minutes, and a service has no
    /// terminal.
    ///
    /// - Throws: `ServerError`.
    func words(_ ports: CounterfoilServer.Ports) async throws(ServerError) -> String? {
        guard let name else { return nil }
        let origin = Self.origin(configuration, port: ports.admin)
        let link = try await operators.link(for: name, origin: origin)
        return """
            The first operator is “\(name)”. Sign in to the console with this link, once, within 15 minutes:

              \(link.exposed)

            For another link, at any time:

              \(Self.command(name.text, dataPath: configuration.dataPath, origin: origin))


            """
    }

    /// The command that prints a sign-in link.
    static func command(_ name: String, dataPath: String, origin: String) -> String {
        let program = CommandLine.arguments.first ?? "counterfoil"
        return "\(program) operator link \(name) --data '\(dataPath)' --console \(origin)"
    }

    /// Scheme and authority of the private listener for a browser on this machine.
    static func origin(_ configuration: ServerConfiguration, port: Int) -> String {
        let names = configuration.adminHosts
        let host = names.contains("localhost") ? "localhost" : names.min() ?? "localhost"
        return "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}
