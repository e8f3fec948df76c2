package import Cryptography
import JOSE
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
    /// Its form.
    package let format: TokenFormat
    /// The key that opened it, or that signed it.
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
        try await store.read { registry in
            var after: String?
            while true {
                let tenants = try registry.listTenants(ListPage(after: after))
                for realm in tenants.flatMap({ tenant in RealmEnvironment.allCases.map(tenant.realm) }) {
                    let keys = try registry.listKeys(realm)
                    guard let opened = try OpenedToken.open(text, keys, registry: registry, rootKey: rootKey, realm)
                    else { continue }
                    return try TokenInspection(opened.token, opened.key, realm: realm, registry: registry, now: now)
                }
                guard tenants.count == RegistryLimits.pageRows, let last = tenants.last else { return nil }
                after = last.name.text
            }
        }
    }

    private init(
        _ token: OpenedToken, _ key: KeyRecord, realm: RealmIdentifier, registry: any RegistryReading, now: Timestamp
    ) throws {
        self.realm = realm
        format = TokenFormat.allCases.first { $0.keyUse == key.use } ?? .sealed
        keyIdentifier = key.identifier
        tokenIdentifier = token.identifier.text
        client = try token.jwt?.client ?? registry.findClient(number: token.clientNumber, realm: realm)?.id
        scopes = token.scopes
        resource = token.resource
        issuedAt = token.issuedAt
        expiresAt = token.expiresAt
        let lineage = token.lineage
        let isRetired = try registry.listRetiredClientNumbers(realm, at: now).contains {
            lineage.clientNumbers.contains($0.number)
        }
        let isRevoked = try ([token.identifier] + lineage.tokens).contains {
            try registry.findRevokedToken($0.text, realm: realm) != nil
        }
        state = isRetired || isRevoked ? .revoked : token.isExpired(at: now) ? .expired : .active
    }
}

extension OpenedToken {
    /// Opens a token of either form with the live keys of a realm.
    fileprivate static func open(
        _ text: String, _ records: [KeyRecord], registry: any RegistryReading, rootKey: RootKey,
        _ realm: RealmIdentifier
    ) throws -> (token: OpenedToken, key: KeyRecord)? {
        guard let sealed = SealedToken(text: text) else {
            // Only the key that the token names is unwrapped: there are many realms.
            guard let keyID = (try? CompactJWS(parsing: text))?.header.keyID,
                let key = records.first(where: { $0.identifier == keyID }),
                let token = try? RealmSigningKeys([key], rootKey: rootKey).open(text)
            else { return nil }
            return (token, key)
        }
        guard let (keyID, payload) = try OpeningKeys(records, realm: realm, rootKey: rootKey).opened(sealed),
            let key = records.first(where: { $0.identifier == keyID.value }),
            let profile = try registry.listGrantProfiles(realm).first(where: {
                $0.number == payload.grantProfileNumber
            })
        else { return nil }
        return (OpenedToken(sealed, payload, profile: profile), key)
    }
}
