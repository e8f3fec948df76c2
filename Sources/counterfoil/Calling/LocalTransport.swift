import Administration
import CounterfoilServer
import Cryptography
import HTTPTypes
import Journal
import Persistence
import Registry
import Synchronization
import Timekeeping
import WebFoundation

/// Does operations on a data directory, in this process.
final class LocalTransport: AdminTransport {
    private let workspace: Workspace
    private let api: AdminAPI
    private let hasChanged = Mutex(false)
    private let isSilent: Bool

    /// Opens the data directory.
    ///
    /// - Parameter isSilent: whether nobody wants to see how far it is.
    /// - Throws: `DataDirectoryError`, `PersistenceError`, or `CommandFailure` where nothing is and nothing is made.
    init(path: String, creating: Bool, isSilent: Bool, _ surroundings: Surroundings) async throws {
        self.isSilent = isSilent
        let workspace = try await Workspace.open(path: path, creating: creating, surroundings)
        self.workspace = workspace
        api = AdminAPI(
            services: AdminServices(
                registry: workspace.registry,
                journal: {
                    try await Self.telling { JournalReader(store: try await JournalPrinter.openStore(path)) }
                }, rootKey: { try await Self.telling { try await workspace.rootKey() } },
                copyJournal: { tenant in
                    try await Self.telling {
                        // What was changed up to now belongs into the copy.
                        try await workspace.journalChanges()
                        return try await JournalCopyFile.write(
                            of: tenant, from: JournalReader(store: try await JournalPrinter.openStore(path)),
                            directory: path, now: surroundings.clock.now())
                    }
                },
                records: AdminRecords(
                    accesses: {
                        try await Self.telling {
                            JournalReader(store: try await JournalPrinter.openStore(path, .access))
                        }
                    },
                    resetSandbox: { realm, now in
                        try await SandboxReset(
                            registry: workspace.registry,
                            rootKey: try await Self.telling { try await workspace.rootKey() },
                            random: surroundings.random
                        ).run(realm, at: now)
                    }),
                random: surroundings.random,
                timeSource: surroundings.clock))
    }

    /// Hands on what an error of this machine says: the API would hide it from its callers.
    private static func telling<Value>(_ work: () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch {
            throw ProblemDetails(
                .serviceUnavailable, code: "unavailable", title: "Unavailable",
                detail: CommandFailure(error).message)
        }
    }

    func isServed() async throws -> Bool { try workspace.isServed() }

    func perform(_ operation: AdminOperation, _ request: AdminRequest) async throws -> JSONDocument {
        var input = AdminAPI.Input(actor: workspace.surroundings.actor, accesses: Set(AdminAccess.allCases))
        input.path = request.path
        input.query = PercentEncoding.query(request.query)
        input.body =
            request.body.isEmpty
            ? Array((request.lines ?? "").utf8) : Array(JSONDocument.object(request.body).jsonText.utf8)
        input.progress = request.progress
        if operation.isChange { hasChanged.withLock { $0 = true } }
        do {
            return try await api.perform(operation, input).document
        } catch let problem {
            throw CommandFailure(problem)
        }
    }

    func finish() async throws {
        guard hasChanged.withLock({ $0 }) else { return }
        do {
            try await ProgressBar(workspace.surroundings, isSilent: isSilent).during { progress in
                try await workspace.journalChanges(progress: progress)
            }
        } catch {
            workspace.surroundings.console.writeError(
                CommandFailure(
                    "The change is made, but it is not in the journal yet; the next server or command on this data "
                        + "takes it in. \(CommandFailure(error).message)"
                ).line)
        }
    }
}
