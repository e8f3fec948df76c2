import Journal
import Logging
import Metrics
import ServiceLifecycle
import Synchronization
import Timekeeping
import UnixSignals

/// A server from start to end.
package struct CounterfoilServer: Sendable {
    /// The ports that the listeners got.
    package struct Ports: Sendable, Hashable {
        /// Of the public listener.
        package let open: Int
        /// Of the private listener.
        package let admin: Int
    }

    private let configuration: ServerConfiguration
    private let stores: ServerStores
    private let surroundings: ServerAssembly.Surroundings

    /// How long requests in flight may take when the server is told to end, in seconds.
    private static let shutdownSeconds: Int64 = 4

    /// A server over opened stores.
    package init(
        configuration: ServerConfiguration, stores: ServerStores, surroundings: ServerAssembly.Surroundings
    ) {
        self.configuration = configuration
        self.stores = stores
        self.surroundings = surroundings
    }

    /// Serves until SIGTERM or SIGINT, then lets requests in flight end.
    ///
    /// - Parameter onReady: called once, when both listeners accept connections.
    /// - Throws: ``ServerError`` when it cannot start.
    package func run(onReady: @escaping @Sendable (Ports) async -> Void) async throws {
        let assembly = try await ServerAssembly(configuration, stores: stores, surroundings: surroundings)
        let logger = surroundings.logger
        let timeSource = surroundings.timeSource
        let opening = Opening { ports in
            await Self.journal(.serverStarted, in: assembly.journal, at: timeSource.now(), logger: logger)
            await onReady(ports)
        }
        let admin = try ListenerService(
            address: configuration.adminListen, pipeline: assembly.privatePipeline, tls: nil,
            requestsClientCertificates: false, logger: logger
        ) { port in await opening.heard(admin: port) }
        let open = try ListenerService(
            address: configuration.listen, pipeline: assembly.publicPipeline, tls: configuration.tls,
            requestsClientCertificates: configuration.requestsClientCertificates, logger: logger
        ) { port in await opening.heard(open: port) }
        // Ended in the reverse order: first no new connections, then the rest, the journal last.
        var group = ServiceGroupConfiguration(
            services: [
                assembly.journal, assembly.maintenance, assembly.keyRotation, assembly.changeFollower, admin, open,
            ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(Self.shutdownSeconds)
        try await ServiceGroup(configuration: group).run()
        await Self.journal(.serverStopped, in: assembly.journal, at: timeSource.now(), logger: logger)
    }

    private static func journal(
        _ kind: JournalKind, in journal: JournalWriter, at now: Timestamp, logger: Logger
    ) async {
        do throws(JournalError) {
            try await journal.append(JournalEntry(at: now, kind: kind, realm: nil, fields: []))
        } catch {
            logger.error("The journal cannot be written; no tokens are issued. \(error)")
        }
    }
}

/// Waits for both listeners, then calls once.
private actor Opening {
    private var open: Int?
    private var admin: Int?
    private let whenBoth: @Sendable (CounterfoilServer.Ports) async -> Void

    init(whenBoth: @escaping @Sendable (CounterfoilServer.Ports) async -> Void) {
        self.whenBoth = whenBoth
    }

    func heard(open port: Int) async {
        open = port
        await callWhenBoth()
    }

    func heard(admin port: Int) async {
        admin = port
        await callWhenBoth()
    }

    private func callWhenBoth() async {
        guard let open, let admin else { return }
        await whenBoth(CounterfoilServer.Ports(open: open, admin: admin))
    }
}
