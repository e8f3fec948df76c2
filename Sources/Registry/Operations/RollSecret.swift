package import Timekeeping

/// What rolling a secret gives: the new one, and what became of the others.
package struct RolledSecret: Sendable {
    /// The new secret, which is shown this once.
    package let created: CreatedSecret
    /// The secrets that worked before, with the times at which they stop.
    package let superseded: [ClientSecretRecord]
}

/// Puts a new secret in the place of those a client has: these go on working for a while, so that the partner can move
/// its programs one after the other.
package struct RollSecret: RegistryOperation {
    private let client: String
    private let graceSeconds: Int64
    private let expiresAt: Timestamp?

    /// Asks for a new secret.
    ///
    /// - Parameters:
    ///   - graceSeconds: how long the secrets of before go on working, 0 to ``RegistryLimits/secretGraceSeconds``. One
    ///     that would expire sooner still does.
    ///   - expiresAt: until when the new one works; for ever when `nil`.
    package init(client: String, graceSeconds: Int64, expiresAt: Timestamp?) {
        self.client = client
        self.graceSeconds = graceSeconds
        self.expiresAt = expiresAt
    }

    /// Creates the new secret and sets the times of the others.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> RolledSecret {
        guard (0...RegistryLimits.secretGraceSeconds).contains(graceSeconds) else {
            throw RegistryError.invalid(
                field: "grace_seconds",
                "The grace period is 0 to \(RegistryLimits.secretGraceSeconds) seconds, not \(graceSeconds).")
        }
        let client = try registry.requireClient(client)
        let end = context.now.adding(seconds: graceSeconds)
        var superseded: [ClientSecretRecord] = []
        for secret in try registry.listSecrets(client.id) {
            let state = secret.state(at: context.now)
            guard state == .active || state == .notYetValid else { continue }
            let keepsItsTime = secret.expiresAt.map { $0 <= end } ?? false
            superseded.append(
                keepsItsTime
                    ? secret : try SetSecretExpiry(id: secret.id.text, expiresAt: end).run(in: registry, context))
        }
        // Last, so that with no grace a client with as many secrets as it can have has room for one more.
        let created = try CreateSecret(client: client.id.text, notBefore: nil, expiresAt: expiresAt)
            .run(in: registry, context)
        return RolledSecret(created: created, superseded: superseded)
    }
}
