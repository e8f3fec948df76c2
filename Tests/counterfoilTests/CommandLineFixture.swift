import Cryptography
import Foundation
import Registry
import Synchronization
import Testing
import Timekeeping

@testable import counterfoil

/// The command line over a data directory of its own, run in this process with a clock moved by hand.
final class CommandLineFixture: Sendable {
    /// What a call of the program gave.
    struct Outcome {
        let status: Invocation.ExitStatus
        let output: String
        let errors: String
    }

    /// The data directory; it is not there before the first tenant is made.
    let path: String
    private let folder: URL
    private let time = Mutex(Timestamp(iso8601: "2026-11-24T22:37:38Z") ?? Timestamp(secondsSince1970: 0))

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "command-line-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appending(path: "data").path
    }

    deinit {
        do {
            try FileManager.default.removeItem(at: folder)
        } catch {
            Issue.record("the test's folder could not be removed: \(error)")
        }
    }

    /// The fixture's time.
    var now: Timestamp { time.withLock { $0 } }

    /// Lets time pass.
    func advance(seconds: Int64) {
        time.withLock { $0 = $0.adding(seconds: seconds) }
    }

    /// Runs the program on the fixture's data.
    func run(_ arguments: String..., input: String = "", width: Int? = nil) async -> Outcome {
        await run(arguments + ["--data", path], input: input, width: width)
    }

    /// Runs the program with exactly these arguments.
    func run(
        _ arguments: [String], input: String = "", isTyped: Bool = false, width: Int? = nil
    ) async -> Outcome {
        let written = Written()
        let status = await Invocation.run(
            arguments,
            Surroundings(
                console: Console(
                    write: { text in written.output.withLock { $0 += text } },
                    writeError: { text in written.errors.withLock { $0 += text } }, width: width),
                input: StandardInput(read: { Array(input.utf8.prefix($0)) }, isTerminal: isTyped),
                clock: TimeSource { [self] in time.withLock { $0 } }, random: .system, actor: Actor("cli:tester")))
        return Outcome(
            status: status, output: written.output.withLock { $0 }, errors: written.errors.withLock { $0 })
    }

    /// Runs the program with `--json`, requires that it is done, and reads what it printed.
    func ask(_ arguments: String..., input: String = "") async throws -> JSONReading {
        try await ask(arguments, input: input)
    }

    func ask(_ arguments: [String], input: String = "") async throws -> JSONReading {
        let outcome = await run(arguments + ["--json", "--data", path], input: input)
        try #require(outcome.status == .done, "\(arguments): \(outcome.errors)")
        try #require(outcome.errors.isEmpty)
        return try JSONReading(outcome.output)
    }

    /// Makes the tenant `acme` with a partner; returns what `subscription create` printed.
    func makePartner() async throws -> JSONReading {
        _ = try await ask("tenant", "create", "acme")
        return try await ask("subscription", "create", "--tenant", "acme", "--partner", "Example Partner")
    }

    private final class Written: Sendable {
        let output = Mutex("")
        let errors = Mutex("")
    }
}

/// A JSON document as a program reads it.
struct JSONReading {
    private let value: Any?

    init(_ text: String) throws {
        value = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
    }

    private init(value: Any?) { self.value = value }

    /// A member of an object.
    subscript(name: String) -> JSONReading { JSONReading(value: (value as? [String: Any])?[name]) }

    /// An item of a list.
    subscript(position: Int) -> JSONReading {
        let items = self.items
        return items.indices.contains(position) ? items[position] : JSONReading(value: nil)
    }

    /// The items of a list.
    var items: [JSONReading] { (value as? [Any])?.map { JSONReading(value: $0) } ?? [] }

    /// The names of an object's members.
    var names: Set<String> { Set((value as? [String: Any])?.keys.map { $0 } ?? []) }

    /// A text; empty where there is none.
    var text: String { value as? String ?? "" }

    /// A whole number; -1 where there is none.
    var number: Int { value as? Int ?? -1 }

    /// A list of texts.
    var texts: [String] { items.map(\.text) }

    /// Whether it is there and null.
    var isNull: Bool { value is NSNull }
}
