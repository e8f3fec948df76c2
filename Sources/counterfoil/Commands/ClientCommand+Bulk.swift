import Administration
import ArgumentParser
import FoundationEssentials
import Persistence
import Registry

extension ClientCommand {
    struct Import: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "Create many clients at once from JSON lines: all of them, or none where a line is wrong.",
            discussion: """
                A line is such as `client export` prints: one JSON object with tenant, environment, subscription (its \
                identifier or its partner's name) and whatever is not to be as it is by default. No client that exists \
                is changed, and no secret is taken over: with --with-secrets each client that uses secrets gets a new \
                one.

                Example: counterfoil client import clients.jsonl --dry-run
                """)

        @Argument(
            help: ArgumentHelp("The lines: a file, or - for standard input.", valueName: "file"),
            completion: .file())
        var source: String
        @Flag(help: "Change nothing; list everything that is wrong with its line.")
        var dryRun = false
        @Option(
            help: ArgumentHelp(
                "Make a secret for each client that uses secrets, and write them to this new file, which only you can "
                    + "read: one JSON object a line.", valueName: "file"),
            completion: .file())
        var withSecrets: String?
        @OptionGroup var data: DataOptions

        func validate() throws {
            guard !dryRun || withSecrets == nil else {
                throw ValidationError("A dry run makes no secrets. Leave --with-secrets out.")
            }
        }

        func report(_ admin: AdminCaller) async throws -> Report {
            let lines = try await admin.surroundings.readText(
                source, called: "lines", maximumBytes: AdminLimits.linesBytes + 1)
            let secrets = try await SecretsFile.reserve(withSecrets)
            let bar = ProgressBar(admin.surroundings, isSilent: data.json)
            let imported: JSONDocument
            do {
                imported = try await bar.during { progress in
                    try await admin.importClients(
                        lines, dryRun: dryRun, secrets: secrets != nil, progress: progress)
                }
            } catch {
                try await secrets?.remove()
                throw error
            }
            if imported["dry_run"] == .boolean(false) {
                try await secrets?.write(imported["created"]?.items ?? [])
            } else {
                try await secrets?.remove()
            }
            return Self.report(of: imported, secretsPath: secrets?.path)
        }

        /// What is told of an import, without the secrets, which stand in their file.
        private static func report(of imported: JSONDocument, secretsPath: String?) -> Report {
            let document = imported.withoutSecrets
            let problems = document["problems"]?.items ?? []
            let count = document["clients"]?.cellText ?? "0"
            guard problems.isEmpty else {
                let lines = Set(problems.map { $0["line"]?.cellText ?? "" }).count
                return Report(
                    document,
                    [
                        .table(
                            Table(
                                problems,
                                columns: ["line", "member", "detail"]))
                    ],
                    fault:
                        "Nothing was imported: there are \(problems.count) problems in \(lines) lines. Mend them and "
                        + "try again.")
            }
            guard document["dry_run"] != .boolean(true) else {
                return Report(
                    document,
                    [.sentence("\(count) clients would be created. Nothing is wrong, and nothing was changed.")])
            }
            let secrets =
                secretsPath.map { path in
                    "Their secrets stand in \(path.printable), readable by you alone, and nowhere else. Hand them out "
                        + "and delete the file."
                }
                ?? "They have no secrets yet: `counterfoil secret create --client CLIENT_ID` makes one for a client "
                + "that uses secrets."
            return Report(document, [.sentence("\(count) clients were created. \(secrets)")])
        }
    }

    struct Export: AdminCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print clients as JSON lines that `client import` takes; nothing of their secrets is among it.",
            discussion: "Example: counterfoil client export --tenant acme > clients.jsonl")

        @Option(help: ArgumentHelp("Only those of this tenant.", valueName: "name"))
        var tenant: String?
        @Option(help: "Only those of this environment.")
        var environment: RealmEnvironment?
        @Option(help: ArgumentHelp("Only those of this subscription.", valueName: "id"))
        var subscription: String?
        @OptionGroup var data: DataOptions

        func report(_ admin: AdminCaller) async throws -> Report {
            let lines = try await admin.call(
                "exportClients",
                query: ["tenant": tenant, "environment": environment?.rawValue, "subscription": subscription])
            return .lines(lines.textValue ?? "")
        }
    }
}

extension AdminCaller {
    /// Imports clients. Where lines are wrong, everything that is wrong is found.
    fileprivate func importClients(
        _ lines: String, dryRun: Bool, secrets: Bool, progress: WorkProgress
    ) async throws -> JSONDocument {
        var request = AdminRequest(
            query: [("dry_run", dryRun ? "true" : "false"), ("secrets", secrets ? "true" : "false")])
        request.lines = lines
        request.progress = progress
        do {
            return try await call("importClients", request)
        } catch let failure as CommandFailure where failure.code == "invalid_lines" && !dryRun {
            // The refusal names only the first faults of many.
            request.query = [("dry_run", "true")]
            return try await call("importClients", request)
        }
    }
}

/// The new file that secrets are written to, made before anything is done, so that they cannot get lost for want of it.
private struct SecretsFile {
    let path: String

    /// Makes the file, empty; `nil` where none is wanted.
    ///
    /// - Throws: `CommandFailure` where there is such a file, or it cannot be made.
    static func reserve(_ path: String?) async throws -> SecretsFile? {
        guard let path else { return nil }
        return try await BlockingWork.run {
            guard !FileManager.default.fileExists(atPath: path) else {
                throw CommandFailure(
                    "There is a file \(path.printable) already, and it could hold secrets that stand nowhere else. "
                        + "Name a new one.")
            }
            try PrivateFile.create(path, contents: "")
            return SecretsFile(path: path)
        }
    }

    /// Writes the secrets, one client a line.
    func write(_ created: [JSONDocument]) async throws {
        let rows = created.filter { $0["client_secret"]?.textValue != nil }.map { $0.lineText + "\n" }
        try await BlockingWork.run { try PrivateFile.replace(path, contents: rows.joined()) }
    }

    /// Takes the empty file away again.
    func remove() async throws {
        try await BlockingWork.run { try FileManager.default.removeItem(atPath: path) }
    }
}
