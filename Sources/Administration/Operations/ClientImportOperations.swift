import Crypto
import Cryptography
import HTTPTypes
import Registry
import WebFoundation

/// Clients in bulk, from JSON lines: `POST /clients.jsonl`.
enum ClientImportOperations {
    static let all = [importClients]

    private static let schema = AdminSchema(
        "ClientImport",
        [
            AdminField("dry_run", .boolean, "Whether it was only tried."),
            AdminField("clients", .integer(0...Int64.max), "How many were created, or would be."),
            AdminField(
                "problems",
                .records([
                    AdminField("line", .integer(1...Int64.max), "The number of the line."),
                    AdminField("member", .text(), "The member; null for the line as a whole.", nullable: true),
                    AdminField("detail", .text(maximumCharacters: 10_000), "What is wrong, and what to do."),
                ]), "Everything that is wrong, found by a dry run; an import with problems is refused as a whole."),
            AdminField(
                "created",
                .records([
                    AdminField("line", .integer(1...Int64.max), "The number of its line."),
                    AdminField("tenant", .text(), "The tenant."),
                    AdminField("environment", .word(of: RealmEnvironment.self), "Where it works."),
                    AdminField("name", .text(), "What people call it."),
                    AdminField("client_id", .text(), "The Client ID."),
                    AdminField("client_secret", .text(), "The Client Secret, shown this once.", nullable: true),
                    AdminField("secret_id", .text(), "The secret's identifier.", nullable: true),
                ]), "The new clients in the order of their lines; none after a dry run."),
        ])

    private static let importClients = AdminOperation(
        .post, "/clients.jsonl", name: "importClients",
        summary: "Create many clients at once: all, or none where a line is wrong. No client that exists is changed.",
        access: .write,
        query: [
            AdminField("dry_run", .boolean, "Only tell what would come of it."),
            AdminField("secrets", .boolean, "Make a secret for each client that authenticates by secrets."),
        ], body: ClientImportLine.fields, takesLines: true, answer: schema.showingSecret(),
        work: .prepared { services, call in
            // Whatever takes long is done where the store reads and writes, on threads that may wait.
            let (lines, problems) = try await services.registry.read { _ in
                try JSONLines.read(
                    call.lines, fields: ClientImportLine.fields, call.progress,
                    record: { number, members, isPartial throws(RegistryError) in
                        try ClientImportLine(number: number, members, isPartial: isPartial)
                    })
            }
            let operation = ImportClients(
                lines, digest: Hexadecimal.encodeLowercase(Array(SHA256.hash(data: call.lines))),
                withSecrets: call.query.flag("secrets"), progress: call.progress)
            guard problems.isEmpty, !call.query.flag("dry_run") else {
                let draft = try await services.registry.read { registry in
                    try operation.draft(in: registry, now: call.now, random: services.random)
                }
                let all = (problems + draft.problems).sorted { $0.line < $1.line }
                guard call.query.flag("dry_run") else { throw RegistryError.invalidLines(all) }
                return { _, _, _ in answer(of: draft, problems: all) }
            }
            return { registry, context, _ in answer(of: try operation.run(in: registry, context)) }
        })

    private static func answer(of draft: ClientImportDraft, problems: [InvalidLine]) -> AdminAnswer {
        AdminAnswer([
            "dry_run": .boolean(true), "clients": .integer(problems.isEmpty ? Int64(draft.rows.count) : 0),
            "problems": .list(
                problems.map { problem in
                    [
                        "line": .integer(Int64(problem.line)), "member": .text(ifPresent: problem.field),
                        "detail": .text(problem.message),
                    ]
                }), "created": .list([]),
        ])
    }

    private static func answer(of imported: [ImportedClient]) -> AdminAnswer {
        let created = imported.map { row -> JSONDocument in
            let client = row.created.client
            return [
                "line": .integer(Int64(row.line)), "tenant": .text(client.realm.tenant.text),
                "environment": .text(client.realm.environment.rawValue), "name": .text(client.name),
                "client_id": .text(client.id.text),
                "client_secret": .text(ifPresent: row.created.secret?.secret.text.exposed),
                "secret_id": .text(ifPresent: row.created.secret?.record.id.text),
            ]
        }
        return AdminAnswer([
            "dry_run": .boolean(false), "clients": .integer(Int64(created.count)), "problems": .list([]),
            "created": .list(created),
        ])
    }
}
