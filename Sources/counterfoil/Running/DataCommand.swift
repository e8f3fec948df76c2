import ArgumentParser

/// A command that does its work in surroundings that it is given.
protocol SurroundedCommand: AsyncParsableCommand {
    /// Does it.
    ///
    /// - Throws: `ValidationError` for a wrong call; anything else for what was refused or failed.
    func execute(_ surroundings: Surroundings) async throws
}

extension SurroundedCommand {
    /// Does it in the process's own surroundings.
    func run() async throws { try await execute(.system) }
}

/// A command that works on a data directory.
protocol DataCommand: SurroundedCommand {
    /// Which data, and how it prints.
    var data: DataOptions { get }
}

extension DataCommand {
    /// Prints what a command has to tell.
    ///
    /// - Throws: `CommandFailure` when it tells of a fault.
    func show(_ report: Report, _ surroundings: Surroundings) throws {
        surroundings.console.write(report.text(asJSON: data.json, width: surroundings.console.width))
        if let fault = report.fault { throw CommandFailure(fault) }
    }
}
