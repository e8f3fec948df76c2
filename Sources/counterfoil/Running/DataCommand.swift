import ArgumentParser

/// A command that works on a data directory.
protocol DataCommand: AsyncParsableCommand {
    /// Which data, and how it prints.
    var data: DataOptions { get }

    /// Does it.
    ///
    /// - Throws: `ValidationError` for a wrong call; anything else for what was refused or failed.
    func execute(_ surroundings: Surroundings) async throws
}

extension DataCommand {
    /// Does it in the process's own surroundings.
    func run() async throws { try await execute(.system) }

    /// Prints what a command has to tell.
    ///
    /// - Throws: `CommandFailure` when it tells of a fault.
    func show(_ report: Report, _ surroundings: Surroundings) throws {
        surroundings.console.write(report.text(asJSON: data.json, width: surroundings.console.width))
        if let fault = report.fault { throw CommandFailure(fault) }
    }
}

/// A command that reads the registry.
protocol RegistryQueryCommand: DataCommand {
    /// Finds out what it has to tell.
    func report(_ workspace: Workspace) async throws -> Report
}

extension RegistryQueryCommand {
    /// Opens the data, asks it, prints the answer.
    func execute(_ surroundings: Surroundings) async throws {
        let workspace = try await Workspace.open(path: data.path, creating: false, surroundings)
        try show(try await report(workspace), surroundings)
    }
}

/// A command that changes the registry.
protocol RegistryChangeCommand: DataCommand {
    /// Whether it makes a data directory where there is none.
    static var makesData: Bool { get }

    /// Changes the registry and says what came of it.
    func change(_ workspace: Workspace) async throws -> Report
}

extension RegistryChangeCommand {
    /// Most commands work on data that is there.
    static var makesData: Bool { false }

    /// Opens the data, changes it, prints what came of it, and takes the change into the journal.
    func execute(_ surroundings: Surroundings) async throws {
        let workspace = try await Workspace.open(path: data.path, creating: Self.makesData, surroundings)
        // Printed first: a secret is shown this once, and a full disk must not take it away.
        try show(try await change(workspace), surroundings)
        do {
            try await workspace.journalChanges()
        } catch {
            surroundings.console.writeError(
                CommandFailure(
                    "The change is made, but it is not in the journal yet; the next server or command on this data "
                        + "takes it in. \(CommandFailure(error).message)"
                ).line)
        }
    }
}
