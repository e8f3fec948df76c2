package import Cryptography
package import Timekeeping

/// A client that an import has made.
package struct ImportedClient: Sendable {
    /// The number of its line.
    package let line: Int
    /// The client, with its secret where secrets were asked for and it uses them.
    package let created: CreatedClient
}

/// Creates many clients at once: all of them, or none where one line breaks a rule.
///
/// A line that names a client that exists is refused; nothing that exists is ever changed. Secrets are not taken over
/// from anywhere: a client gets a new one, or none.
package struct ImportClients: RegistryOperation {
    private let lines: [ClientImportLine]
    private let digest: String
    private let withSecrets: Bool
    private let progress: WorkProgress

    /// Asks for clients.
    ///
    /// - Parameters:
    ///   - digest: SHA-256 of the whole input in hexadecimal, which the journal keeps.
    ///   - withSecrets: whether each client that uses secrets gets one.
    package init(
        _ lines: [ClientImportLine], digest: String, withSecrets: Bool, progress: WorkProgress = .unheard
    ) {
        self.lines = lines
        self.digest = digest
        self.withSecrets = withSecrets
        self.progress = progress
    }

    /// What would come of it as things are, without doing it.
    package func draft(in registry: any RegistryReading, now: Timestamp, random: RandomSource) throws
        -> ClientImportDraft
    {
        try ClientImportCheck.draft(of: lines, in: registry, now: now, random: random, progress)
    }

    /// Creates them, in the order of the lines.
    ///
    /// - Throws: ``RegistryError/invalidLines(_:)`` with everything that is wrong.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> [ImportedClient] {
        let draft = try draft(in: registry, now: context.now, random: context.random)
        guard draft.problems.isEmpty else { throw RegistryError.invalidLines(draft.problems) }
        guard !draft.rows.isEmpty else { return [] }
        let secrets = withSecrets ? try SecretIssuer(in: registry, context) : nil
        let numbers = try registry.allocateClientNumbers(draft.rows.count)
        var imported: [ImportedClient] = []
        imported.reserveCapacity(draft.rows.count)
        try draft.rows.forEach(.storing, telling: progress) { row in
            var client = row.client
            client.number = numbers.lowerBound + UInt32(imported.count)
            try registry.insert(client)
            try registry.record(context.change("client.created", of: client, after: client.facts))
            // A new client has room for a secret, whatever its subscription's limit.
            let secret =
                client.settings.usesSecrets
                ? try secrets?.make(for: client, notBefore: context.now, expiresAt: nil, in: registry) : nil
            imported.append(
                ImportedClient(line: row.line, created: CreatedClient(client: client, secret: secret)))
        }
        try registry.record(
            context.change(
                "client.imported", tenant: .system, subject: "sha256:\(digest)",
                after: [
                    "clients": String(imported.count),
                    "tenants": String(Set(imported.map(\.created.client.realm.tenant)).count),
                    "secrets": String(imported.count { $0.created.secret != nil }),
                ]))
        return imported
    }
}
