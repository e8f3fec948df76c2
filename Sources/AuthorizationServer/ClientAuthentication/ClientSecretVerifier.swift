import Cryptography
import Registry
import Timekeeping

/// Verifies client secrets (RFC 6749 section 2.3.1).
struct ClientSecretVerifier: Sendable {
    let peppers: Peppers

    /// Says whether a secret is one of the client's, and works at this moment. A client that does not exist costs the
    /// same.
    func verify(
        _ presented: PresentedSecret, of entry: ClientEntry?, at now: Timestamp
    ) async throws(RegistryError) -> CredentialVerdict {
        guard let match = try await matchingSecret(presented.secret.exposed, of: entry) else {
            return .refused(
                .neutral("client_secret_mismatch", "The secret sent is none of the client's secrets."))
        }
        if let refusal = refusal(of: match, at: now) { return .refused(refusal) }
        return .proven(presented.method, .secret(match.id))
    }

    /// Compares with every secret of the client, in the same time whichever fits. A client that does not exist costs
    /// the same fingerprint.
    private func matchingSecret(
        _ secret: String, of entry: ClientEntry?
    ) async throws(RegistryError) -> ClientSecretRecord? {
        guard let secrets = entry?.secrets, !secrets.isEmpty else {
            _ = try await peppers.newest()?.fingerprint(of: secret)
            return nil
        }
        var match: ClientSecretRecord?
        var presented: (version: Int, fingerprint: [UInt8])?
        for record in secrets {
            if presented?.version != record.pepperVersion {
                let pepper = try await peppers.pepper(version: record.pepperVersion)
                presented = (pepper.version, pepper.fingerprint(of: secret))
            }
            if let presented, constantTimeEquals(record.fingerprint, presented.fingerprint) { match = record }
        }
        return match
    }

    private func refusal(of secret: ClientSecretRecord, at now: Timestamp) -> AuthenticationRefusal? {
        switch secret.state(at: now) {
        case .active: return nil
        case .revoked:
            return .neutral(
                "client_secret_revoked", "The secret \(secret.id) was revoked at \(text(secret.revokedAt)).")
        case .notYetValid:
            return .neutral(
                "client_secret_not_yet_valid", "The secret \(secret.id) works from \(secret.notBefore) on.")
        case .expired:
            let when = text(secret.expiresAt)
            return .told(
                "client_secret_expired",
                "The client secret expired at \(when). Use the newer one, or ask for one.",
                detail: "The secret \(secret.id) expired at \(when).")
        }
    }

    private func text(_ time: Timestamp?) -> String { time.map(\.description) ?? "an unknown time" }
}
