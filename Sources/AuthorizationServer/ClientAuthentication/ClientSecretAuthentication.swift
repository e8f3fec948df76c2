import Cryptography
import HTTPTypes
package import Registry
import Timekeeping
import WebFoundation

/// Verifies client secrets (RFC 6749 section 2.3.1).
package struct ClientSecretAuthentication: Sendable {
    private let registry: RegistryCache
    private let peppers: Peppers
    private let uses: SecretUseLog
    private let failureDuration: Duration

    /// Puts the verification together.
    ///
    /// - Parameter failureDuration: how long after arrival a failure is answered, whatever its cause.
    package init(
        registry: RegistryCache, peppers: Peppers, uses: SecretUseLog, failureDuration: Duration
    ) {
        self.registry = registry
        self.peppers = peppers
        self.uses = uses
        self.failureDuration = failureDuration
    }

    /// Finds and verifies the client of a request.
    ///
    /// What is wrong with the form is said first, without a look-up. That a secret has expired, or that the
    /// subscription or tenant is not active, is said only to who has shown a right secret. All else has one text.
    ///
    /// - Throws: ``OAuthError`` `invalid_client`; `RegistryError` when the store does not answer.
    func authenticate(
        _ credentials: PresentedCredentials, realm: RealmIdentifier, at now: Timestamp,
        context: CounterfoilRequestContext
    ) async throws -> AuthenticatedClient {
        let identifier = ClientIdentifier(credentials.clientID.exposed)
        context.observation.clientID = identifier?.text
        if let mistake = CredentialForm.mistake(in: credentials, realm: realm) {
            throw failure(mistake.reason, mistake.description, mistake.description)
        }
        let entry = try await find(identifier, realm: realm)
        let match = try await matchingSecret(credentials.secret.exposed, of: entry)
        guard let entry else {
            let named = identifier.map { "No client \($0) exists in \(realm)." }
            throw neutral("client_unknown", named ?? "The client_id does not have the form of one issued here.")
        }
        guard let match else {
            throw neutral("client_secret_mismatch", "The secret sent is none of the client's secrets.")
        }
        try requireUsable(match, of: entry, at: now)
        uses.note(SecretUse(secret: match.id, at: now, remoteAddress: context.remoteAddress))
        return AuthenticatedClient(entry: entry, method: credentials.method, secret: match.id)
    }

    private func find(_ id: ClientIdentifier?, realm: RealmIdentifier) async throws -> ClientEntry? {
        guard let id, let entry = try await registry.client(id), entry.client.realm == realm else { return nil }
        return entry
    }

    /// Compares with every secret of the client, in the same time whichever fits. A client that does not exist costs
    /// the same fingerprint.
    private func matchingSecret(
        _ secret: String, of entry: ClientEntry?
    ) async throws -> ClientSecretRecord? {
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

    private func requireUsable(
        _ secret: ClientSecretRecord, of entry: ClientEntry, at now: Timestamp
    ) throws(OAuthError) {
        switch secret.state(at: now) {
        case .active: break
        case .revoked:
            throw neutral("client_secret_revoked", "The secret \(secret.id) was revoked at \(text(secret.revokedAt)).")
        case .notYetValid:
            throw neutral("client_secret_not_yet_valid", "The secret \(secret.id) works from \(secret.notBefore) on.")
        case .expired:
            let when = text(secret.expiresAt)
            throw failure(
                "client_secret_expired",
                "The client secret expired at \(when). Use the newer one, or ask for one.",
                "The secret \(secret.id) expired at \(when).")
        }
        guard entry.client.status == .active else {
            throw neutral("client_suspended", "The client \(entry.client.id) is \(entry.client.status.rawValue).")
        }
        guard entry.subscription.status == .active else {
            let status = entry.subscription.status.rawValue
            let state = entry.subscription.status == .ended ? "has ended" : "is suspended"
            throw failure(
                "subscription_\(status)",
                "The secret is right, but the API subscription \(state). Ask the provider of the API about it.",
                "The subscription \(entry.subscription.id) of \(entry.subscription.partner) \(state).")
        }
        guard entry.tenantStatus == .active else {
            throw failure(
                "tenant_suspended",
                "The secret is right, but this API is suspended. Ask the provider of the API about it.",
                "The tenant \(entry.client.realm.tenant) is suspended.")
        }
    }

    private func text(_ time: Timestamp?) -> String { time.map(\.description) ?? "an unknown time" }

    /// The one text of every failure that is not to be told apart.
    private func neutral(_ reason: String, _ detail: String) -> OAuthError {
        failure(
            reason,
            "Client authentication failed: no such client here, or not with this secret. Check the client_id, the "
                + "secret and the host, or tell the API's provider the value of X-Request-Id.",
            detail)
    }

    private func failure(_ reason: String, _ description: String, _ detail: String) -> OAuthError {
        OAuthError(
            .invalidClient, .unauthorized, reason: reason, description, operatorDetail: detail,
            earliestAnswer: failureDuration)
    }
}
