package import Cryptography
package import Registry
package import Timekeeping

/// What an operator can learn of a token that somebody reports.
package struct TokenInspection: Hashable, Sendable {
    /// Whether the token is good.
    package enum State: String, Sendable {
        /// It is.
        case active
        /// It was, and its time is over.
        case expired
        /// It, or all tokens of its client, were revoked.
        case revoked
    }

    /// The realm whose key opened it.
    package let realm: RealmIdentifier
    /// The key that opened it.
    package let keyIdentifier: String
    /// The token's identifier, as in the journal.
    package let tokenIdentifier: String
    /// The client; `nil` when the number is retired and the client has another one now.
    package let client: ClientIdentifier?
    /// The scopes.
    package let scopes: [ScopeName]
    /// The resource.
    package let resource: String
    /// When it was issued.
    package let issuedAt: Timestamp
    /// Its last good second.
    package let expiresAt: Timestamp
    /// Whether it is good.
    package let state: State

    /// Opens a token with the keys of every realm in turn, staged and retired ones too.
    ///
    /// - Returns: `nil` when no realm's key opens it, or it does not have the form of a token.
    /// - Throws: ``RegistryError`` when the store does not answer or a key cannot be unwrapped.
    package static func inspect(
        _ text: String, in store: any RegistryStore, rootKey: RootKey, now: Timestamp
    ) async throws(RegistryError) -> TokenInspection? {
        guard let token = SealedToken(text: text) else { return nil }
        return try await store.read { registry in
            var after: String?
            while true {
                let tenants = try registry.listTenants(ListPage(after: after))
                for realm in tenants.flatMap({ tenant in RealmEnvironment.allCases.map(tenant.realm) }) {
                    let keys = try OpeningKeys(registry.listKeys(realm), realm: realm, rootKey: rootKey)
                    guard let opened = keys.opened(token) else { continue }
                    return try TokenInspection(token, opened, realm: realm, registry: registry, now: now)
                }
                guard tenants.count == RegistryLimits.pageRows, let last = tenants.last else { return nil }
                after = last.name.text
            }
        }
    }

    private init?(
        _ token: SealedToken, _ opened: (key: KeyIdentifier, payload: SealedTokenPayload), realm: RealmIdentifier,
        registry: any RegistryReading, now: Timestamp
    ) throws {
        let payload = opened.payload
        guard
            let profile = try registry.listGrantProfiles(realm).first(where: {
                $0.number == payload.grantProfileNumber
            })
        else { return nil }
        self.realm = realm
        keyIdentifier = opened.key.value
        tokenIdentifier = token.identifier.text
        client = try registry.findClient(number: payload.clientNumber, realm: realm)?.id
        scopes = profile.scopes
        resource = profile.resource
        issuedAt = Timestamp(secondsSince1970: payload.issuedAt)
        expiresAt = issuedAt.adding(seconds: Int64(profile.lifetimeSeconds))
        let isRetired = try registry.listRetiredClientNumbers(realm, at: now).contains {
            $0.number == payload.clientNumber
        }
        let isRevoked = try registry.findRevokedToken(tokenIdentifier, realm: realm) != nil
        state =
            isRetired || isRevoked ? .revoked : now.secondsSince1970 > expiresAt.secondsSince1970 ? .expired : .active
    }
}
