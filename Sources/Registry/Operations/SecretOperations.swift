package import Timekeeping

/// A secret that was just created: the only moment at which it can be shown.
package struct CreatedSecret: Sendable {
    /// What the store keeps.
    package let record: ClientSecretRecord
    /// The secret itself.
    package let secret: ClientSecret
}

/// Creates a further secret for a client; those it has go on working.
package struct CreateSecret: RegistryOperation {
    private let client: String
    private let notBefore: Timestamp?
    private let expiresAt: Timestamp?

    /// Asks for a secret.
    ///
    /// - Parameters:
    ///   - notBefore: from when on it works; at once when `nil`.
    ///   - expiresAt: until when; for ever when `nil`.
    package init(client: String, notBefore: Timestamp?, expiresAt: Timestamp?) {
        self.client = client
        self.notBefore = notBefore
        self.expiresAt = expiresAt
    }

    /// Creates it.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> CreatedSecret {
        let client = try registry.requireClient(client)
        let notBefore = notBefore ?? context.now
        if let expiresAt, expiresAt <= max(notBefore, context.now) {
            throw RegistryError.invalid(
                field: "expires_at", "The secret would expire at \(expiresAt), before it works. Give a later time.")
        }
        try registry.requireRoomForSecret(of: client.id, at: context.now)
        return try SecretIssuer(in: registry, context)
            .make(for: client, notBefore: notBefore, expiresAt: expiresAt, in: registry)
    }
}

/// Revokes a secret at once.
package struct RevokeSecret: RegistryOperation {
    private let id: SecretIdentifier
    private let withTokens: Bool

    /// Asks for the revocation of a secret by its identifier.
    ///
    /// - Parameter withTokens: whether the tokens that were got with it end too. A token does not say which secret it
    ///   was got with, so all tokens of the client end; with another secret it gets itself further ones.
    package init(id: String, withTokens: Bool = false) {
        self.id = SecretIdentifier(id)
        self.withTokens = withTokens
    }

    /// Revokes it. One that is revoked already is left as it is; its tokens end when that is asked for.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> ClientSecretRecord {
        var secret = try registry.requireSecret(id)
        if withTokens { _ = try RevokeClientTokens(client: secret.client.text).run(in: registry, context) }
        guard secret.revokedAt == nil else { return secret }
        secret.revokedAt = context.now
        try registry.update(secret)
        let client = try registry.requireClient(secret.client.text)
        try registry.record(
            context.change(
                "secret.revoked", tenant: client.realm.tenant, realm: client.realm, subject: secret.id.text,
                after: [
                    "client_id": client.id.text, "revoked_at": context.now.description,
                    "with_tokens": withTokens ? "true" : "false",
                ]))
        return secret
    }
}

/// Sets the time at which a secret stops working.
package struct SetSecretExpiry: RegistryOperation {
    private let id: SecretIdentifier
    private let expiresAt: Timestamp

    /// Asks for an expiry, in the future or now.
    package init(id: String, expiresAt: Timestamp) {
        self.id = SecretIdentifier(id)
        self.expiresAt = expiresAt
    }

    /// Sets it. Throws for a revoked secret and for a time in the past.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> ClientSecretRecord {
        var secret = try registry.requireSecret(id)
        guard secret.revokedAt == nil else {
            throw RegistryError.conflict("The secret \(secret.id) was revoked already; it works no more.")
        }
        guard expiresAt >= context.now else {
            throw RegistryError.invalid(
                field: "expires_at",
                "\(expiresAt) is in the past. Give a time to come, or revoke the secret: "
                    + "`counterfoil secret revoke \(secret.id)`.")
        }
        if secret.state(at: context.now) == .expired, expiresAt > context.now {
            try registry.requireRoomForSecret(of: secret.client, at: context.now)
        }
        let before = secret.expiresAt
        secret.expiresAt = expiresAt
        try registry.update(secret)
        let client = try registry.requireClient(secret.client.text)
        try registry.record(
            context.change(
                "secret.expiry_set", tenant: client.realm.tenant, realm: client.realm, subject: secret.id.text,
                before: ["expires_at": before?.description ?? "never"],
                after: ["client_id": client.id.text, "expires_at": expiresAt.description]))
        return secret
    }
}

extension RegistryReading {
    /// Throws when a client has as many secrets that work, or will work, as it can have.
    func requireRoomForSecret(of client: ClientIdentifier, at now: Timestamp) throws {
        let living = try listSecrets(client).count { secret in
            let state = secret.state(at: now)
            return state == .active || state == .notYetValid
        }
        let owner = try requireClient(client.text).subscription
        let most = try requireSubscription(owner).limits.activeSecrets ?? RegistryLimits.activeSecretsPerClient
        guard living < most else {
            throw RegistryError.conflict(
                "The client \(client) has \(living) secrets that work, which is the most it can have. "
                    + "Revoke one first: `counterfoil secret list --client \(client)`.")
        }
    }
}
