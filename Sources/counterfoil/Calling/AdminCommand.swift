import Administration
import ArgumentParser

/// A command that is done by operations of the admin API, on a data directory or on a running server.
protocol AdminCommand: DataCommand {
    /// Whether it makes a data directory where there is none.
    static var makesData: Bool { get }

    /// Calls operations and says what came of them.
    func report(_ admin: AdminCaller) async throws -> Report
}

extension AdminCommand {
    /// Most commands work on data that is there.
    static var makesData: Bool { false }

    /// Opens the data or the way to the server, does it, prints what came of it.
    func execute(_ surroundings: Surroundings) async throws {
        let transport = try await data.transport(creating: Self.makesData, surroundings)
        do {
            // Printed first: a secret is shown this once, and a full disk must not take it away.
            try show(try await report(AdminCaller(surroundings: surroundings, transport: transport)), surroundings)
        } catch {
            try await transport.finish()
            throw error
        }
        try await transport.finish()
    }
}

extension DataOptions {
    /// Refuses to be done by a running server.
    ///
    /// - Throws: `CommandFailure` where a server is named.
    func requireDirectory() throws {
        guard server != nil else { return }
        throw CommandFailure(
            "This reads the journal's own file, which a server does not give away. Do it with --data on the server's "
                + "machine; `counterfoil journal list --server` lists what a server has.")
    }

    /// The way to the data or to the server.
    func transport(creating: Bool, _ surroundings: Surroundings) async throws -> any AdminTransport {
        if let server { return try await RemoteTransport(server: server, profile: profile) }
        return try await LocalTransport(path: path, creating: creating, isSilent: json, surroundings)
    }
}
