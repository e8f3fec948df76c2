package import Cryptography
import Timekeeping

/// Makes secrets under the newest pepper, which is unwrapped once for all of them.
struct SecretIssuer {
    private let pepper: Pepper
    private let context: OperationContext

    /// Gets the pepper; the first one is made here.
    init(in registry: any RegistryWriting, _ context: OperationContext) throws {
        pepper = try registry.currentPepper(context)
        self.context = context
    }

    /// Makes a secret of a client that has room for one.
    func make(
        for client: Client, notBefore: Timestamp, expiresAt: Timestamp?, in registry: any RegistryWriting
    ) throws -> CreatedSecret {
        let secret = ClientSecret(environment: client.realm.environment, random: context.random)
        let record = ClientSecretRecord(
            id: SecretIdentifier(random: context.random), client: client.id, hint: secret.hint,
            fingerprint: pepper.fingerprint(of: secret.text.exposed), pepperVersion: pepper.version,
            createdAt: context.now, notBefore: notBefore, expiresAt: expiresAt, revokedAt: nil, lastUsedAt: nil)
        try registry.insert(record)
        try registry.record(
            context.change(
                "secret.created", tenant: client.realm.tenant, realm: client.realm, subject: record.id.text,
                after: [
                    "client_id": client.id.text, "hint": record.hint, "not_before": notBefore.description,
                    "expires_at": expiresAt?.description ?? "never",
                ]))
        return CreatedSecret(record: record, secret: secret)
    }
}

extension RegistryWriting {
    /// The newest pepper; the first one is made here.
    fileprivate func currentPepper(_ context: OperationContext) throws -> Pepper {
        if let record = try listPeppers().last { return try record.unwrapped(by: context.rootKey) }
        let bytes = context.random.bytes(32)
        let wrapped = try context.rootKey.wrap(
            bytes, label: PepperRecord.label(version: 1), random: context.random)
        try insert(PepperRecord(version: 1, wrapped: wrapped, createdAt: context.now))
        return Pepper(version: 1, bytes: Redacted(bytes))
    }
}

extension PepperRecord {
    /// The pepper itself.
    ///
    /// - Throws: when the root key is not the one it was wrapped with.
    package func unwrapped(by rootKey: RootKey) throws(RootKeyError) -> Pepper {
        Pepper(version: version, bytes: try rootKey.unwrap(wrapped, label: Self.label(version: version)))
    }

    fileprivate static func label(version: Int) -> WrapLabel {
        WrapLabel(realm: "*", use: "client-secret-pepper", keyIdentifier: String(version))
    }
}
