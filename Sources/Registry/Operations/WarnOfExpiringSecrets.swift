import Timekeeping

/// Writes a change row for each secret that stops soon, once for each expiry, so that the journal tells of it in time.
package struct WarnOfExpiringSecrets: RegistryOperation {
    /// Asks for it.
    package init() {}

    /// Warns of ``RegistryLimits/pageRows`` secrets at most and says of how many.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> Int {
        let soon = context.now.adding(seconds: RegistryLimits.secretExpiryWarningSeconds)
        let secrets = try registry.searchSecrets(SecretSearch(.unwarned(by: soon), at: context.now))
        for standing in secrets {
            let secret = standing.secret
            let client = try registry.requireClient(secret.client.text)
            var facts = [
                "client_id": client.id.text, "hint": secret.hint,
                "expires_at": secret.expiresAt?.description ?? "never",
                "last_used_at": secret.lastUsedAt?.description ?? "never",
            ]
            if let successor = standing.successor { facts["superseded_by"] = successor.id.text }
            try registry.noteWarning(of: secret)
            try registry.record(
                context.change(
                    "secret.expiring", tenant: client.realm.tenant, realm: client.realm, subject: secret.id.text,
                    after: facts))
        }
        return secrets.count
    }
}
