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
        LoggingSystem.bootstrap { label in
            CounterfoilLogHandler(label: label, form: form, level: configuration.logLevel)
        }
        let metrics = PrometheusRegistry()
        MetricsSystem.bootstrap(PrometheusMetricsFactory(registry: metrics))
        surroundings = ServerAssembly.Surroundings(
            timeSource: .system, random: .system, logger: Logger(label: "counterfoil"), metrics: metrics)
    }

    /// Opens the data directory and takes its lock. A command holds the lock for a few milliseconds when no server runs,
    /// so a held one is asked for again before another server is blamed.
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

    /// The server over opened stores.
    func server(_ stores: ServerStores) -> CounterfoilServer {
        CounterfoilServer(configuration: configuration, stores: stores, surroundings: surroundings)
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
