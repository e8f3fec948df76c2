import CoreMetrics
import CounterfoilServer
import Cryptography
import FoundationEssentials
import Logging
import Observability
import Persistence
import Timekeeping

/// What `serve` and `demo` share: settings read, logging and metrics set up.
struct ServerProgram: Sendable {
    /// What the operator has set, checked.
    let configuration: ServerConfiguration
    /// Time, randomness, logs and metrics.
    let surroundings: ServerAssembly.Surroundings
    private let log: BufferedLogSink

    /// Reads the settings and sets up logging and metrics of this process, which can be done once.
    ///
    /// - Parameter base: the defaults; those of `serve` when `nil`.
    /// - Throws: `ServerError` for a setting that is not right.
    init(_ options: ServeOptions, base: ServerConfiguration?) async throws(ServerError) {
        let settings = try await ServerSettings(
            commandLine: options.settings, environment: ProcessInfo.processInfo.environment, filePath: options.config)
        let configuration = try settings.configuration(base: base)
        self.configuration = configuration
        let form = Self.logForm(configuration.logForm)
        let log = BufferedLogSink(.standardError, form: form, timeSource: .system)
        self.log = log
        LoggingSystem.bootstrap { label in
            CounterfoilLogHandler(label: label, form: form, level: configuration.logLevel, sink: log.sink)
        }
        let metrics = PrometheusRegistry()
        MetricsSystem.bootstrap(PrometheusMetricsFactory(registry: metrics))
        surroundings = ServerAssembly.Surroundings(
            timeSource: .system, random: .system, logger: Logger(label: "counterfoil"), metrics: metrics)
    }

    /// Opens the data directory and takes its lock. A command holds the lock for a few milliseconds when no server
    /// runs, so a held one is asked for again before another server is blamed.
    ///
    /// - Throws: `ServerError`.
    func openStores() async throws -> ServerStores {
        for _ in 0..<CommandLimits.lockAttempts {
            do {
                return try await openStoresOnce()
            } catch ServerError.locked {
                try await Task.sleep(for: .milliseconds(CommandLimits.lockIntervalMilliseconds))
            }
        }
        return try await openStoresOnce()
    }

    private func openStoresOnce() async throws -> ServerStores {
        try await BlockingWork.run { [configuration, surroundings] in
            try ServerStores.open(
                path: configuration.dataPath, timeSource: surroundings.timeSource, random: surroundings.random)
        }
    }

    /// Serves from opened stores until SIGTERM or SIGINT.
    ///
    /// - Parameter onReady: called once, when both listeners accept connections.
    /// - Throws: `ServerError` when it cannot start.
    func serve(
        _ stores: ServerStores, onReady: @escaping @Sendable (CounterfoilServer.Ports) async -> Void
    ) async throws {
        let server = CounterfoilServer(configuration: configuration, stores: stores, surroundings: surroundings)
        do {
            try await server.run(onReady: onReady)
        } catch {
            await log.flush()
            throw error
        }
        await log.flush()
    }

    private static func logForm(_ form: ServerConfiguration.LogForm) -> LogForm {
        switch form {
        case .automatic: LogForm.detect(fileDescriptor: standardErrorDescriptor)
        case .text: .text
        case .json: .json
        }
    }

    /// Log lines go to standard error (POSIX `STDERR_FILENO`).
    private static let standardErrorDescriptor: Int32 = 2
}
