import Cryptography
import HTTPTypes
package import Registry
import Timekeeping
package import WebFoundation

/// Authenticates clients: finds the client that a request names, has its credentials verified by the verifier of their
/// kind, and decides in one place what goes for all kinds.
///
/// What is wrong with the form is said first, without a look-up. That a secret has expired, that the method is not one
/// of the client's, or that the subscription or tenant is not active, is said only to who has shown right credentials.
/// All else has one text.
package struct ClientAuthentication: Sendable {
    private let registry: RegistryCache
    private let secrets: ClientSecretVerifier
    private let assertions: ClientAssertionVerifier
    private let certificates: ClientCertificateVerifier
    private let replays: any ReplaySet
    private let uses: SecretUseLog
    private let times: ClientAuthenticationTimes

    /// Puts authentication together.
    ///
    /// - Parameters:
    ///   - realms: finds the realm of the host name in an assertion's `aud`.
    ///   - keySets: the key sets of clients that registered a URL.
    ///   - replays: remembers the assertions that were used.
    ///   - times: when failures are answered.
    package init(
        registry: RegistryCache, peppers: Peppers, uses: SecretUseLog, realms: any RealmResolver,
        keySets: FetchedKeySets, replays: any ReplaySet, times: ClientAuthenticationTimes
    ) {
        self.registry = registry
        self.uses = uses
        self.times = times
        self.replays = replays
        secrets = ClientSecretVerifier(peppers: peppers)
        let keySets = ClientKeySets(fetched: keySets)
        assertions = ClientAssertionVerifier(keySets: keySets, origins: RealmOrigins(realms: realms))
        certificates = ClientCertificateVerifier(registry: registry, keySets: keySets)
    }

    /// Finds and verifies the client of a request.
    ///
    /// - Throws: ``OAuthError`` `invalid_client`; `RegistryError` when the store does not answer.
    func authenticate(
        _ credentials: PresentedCredentials, realm: RealmIdentifier, at now: Timestamp,
        context: CounterfoilRequestContext
    ) async throws -> AuthenticatedClient {
        do {
            return try await authenticated(credentials, realm: realm, at: now, context: context)
        } catch let refusal as AuthenticationRefusal {
            throw OAuthError(
                .invalidClient, .unauthorized, reason: refusal.reason,
                refusal.publicDescription ?? Self.neutralDescription(of: credentials),
                operatorDetail: refusal.operatorDetail,
                earliestAnswer: times.earliestAnswer(to: refusal, of: credentials))
        }
    }

    private func authenticated(
        _ credentials: PresentedCredentials, realm: RealmIdentifier, at now: Timestamp,
        context: CounterfoilRequestContext
    ) async throws -> AuthenticatedClient {
        let claimed = Self.claimedIdentifier(of: credentials)
        let identifier = ClientIdentifier(claimed)
        context.observation.clientID = identifier?.text
        if let mistake = CredentialForm.mistake(in: credentials, claimed: claimed, realm: realm) { throw mistake }
        let entry = try await find(identifier, realm: realm)
        if entry != nil { context.observation.noteClientKnown() }
        let profile = try await registry.entry(of: realm).settings.profile
        let verdict = try await verify(credentials, of: entry, realmProfile: profile, at: now, context: context)
        guard let entry else {
            let named = identifier.map { "No client \($0) exists in \(realm)." }
            throw AuthenticationRefusal.neutral(
                "client_unknown", named ?? "The client_id does not have the form of one issued here.")
        }
        switch verdict {
        case .refused(let refusal): throw refusal
        case .proven(let method, let credential, let singleUse):
            let client = AuthenticatedClient(
                entry: entry, realmProfile: profile, method: method, credential: credential)
            if let refusal = ClientStanding.refusal(of: client) { throw refusal }
            try Self.requireAllowedAddress(context.remoteAddress, for: entry.client)
            if let singleUse { try await requireFirstUse(of: singleUse, at: now) }
            if let secret = client.secret {
                uses.note(SecretUse(secret: secret, at: now, remoteAddress: context.remoteAddress))
            }
            return client
        }
    }

    /// Who has shown right credentials is told. An address that is not known is in no network.
    private static func requireAllowedAddress(_ address: String, for client: Client) throws(OAuthError) {
        guard !client.settings.allows(address: address) else { return }
        let networks = client.settings.allowedNetworks.map(\.description).joined(separator: ", ")
        throw OAuthError(
            .unauthorizedClient, .forbidden, reason: "address_not_allowed",
            "The credentials are right, but this client may not be used from this network address. Ask the provider of "
                + "the API to allow it.",
            operatorDetail: "The request came from \(address); the client \(client.id) may be used from: \(networks).")
    }

    private func verify(
        _ credentials: PresentedCredentials, of entry: ClientEntry?, realmProfile: SecurityProfile, at now: Timestamp,
        context: CounterfoilRequestContext
    ) async throws -> CredentialVerdict {
        let deadline = (context.observation.readAt ?? .now) + times.keyWait
        switch credentials {
        case .secret(let secret):
            return try await secrets.verify(secret, of: entry, at: now)
        case .assertion(let assertion):
            let isHeldToFAPI2 = realmProfile == .fapi2 || entry?.client.settings.profile == .fapi2
            return try await assertions.verify(
                assertion, of: entry, isHeldToFAPI2: isHeldToFAPI2, at: now, until: deadline, context: context)
        case .certificate:
            return try await certificates.verify(context.clientCertificates, of: entry, at: now, until: deadline)
        }
    }

    /// The last step, so that nothing is remembered of requests that are refused for another cause. It is on disk when
    /// this returns.
    private func requireFirstUse(of used: UsedIdentifier, at now: Timestamp) async throws {
        switch try await replays.insert(used, at: now) {
        case .fresh: return
        case .replayed:
            throw AuthenticationRefusal.told(
                "client_assertion_replayed",
                "The client assertion was used before. Make a new one, with a new jti, for each request.")
        case .full:
            throw OAuthError(
                .temporarilyUnavailable, .tooManyRequests, reason: "too_many_assertions",
                "This client has sent \(RegistryLimits.usedIdentifiersPerOwner) assertions within a few minutes. Use "
                    + "each access token until it expires, and try again in a minute.",
                headers: [.retryAfter: String(AuthorizationLimits.replaySetFullRetrySeconds)])
        }
    }

    /// What the request says who the client is. Nothing of it is verified.
    private static func claimedIdentifier(of credentials: PresentedCredentials) -> String {
        switch credentials {
        case .secret(let secret): secret.clientID.exposed
        case .assertion(let assertion): assertion.subject
        case .certificate(let clientID): clientID.exposed
        }
    }

    private func find(_ id: ClientIdentifier?, realm: RealmIdentifier) async throws(RegistryError) -> ClientEntry? {
        guard let id, let entry = try await registry.client(id), entry.client.realm == realm else { return nil }
        return entry
    }

    /// The one text of every failure that is not to be told apart.
    private static func neutralDescription(of credentials: PresentedCredentials) -> String {
        let credential =
            switch credentials {
            case .secret: "secret"
            case .assertion: "key"
            case .certificate: "certificate"
            }
        return "Client authentication failed: no such client here, or not with this \(credential). Check the "
            + "client_id, the \(credential) and the host, or tell the API's provider the value of X-Request-Id."
    }
}
