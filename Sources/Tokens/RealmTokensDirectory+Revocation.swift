package import Cryptography
package import Registry
package import Timekeeping

extension RealmTokensDirectory {
    /// Opens a token with the keys of a realm, whatever its form.
    ///
    /// - Returns: `nil` when no key of the realm opens it or signed it.
    /// - Throws: ``RegistryError`` when the store must be asked for the grant profile and does not answer.
    package func open(_ text: String, in tokens: RealmTokens) async throws(RegistryError) -> OpenedToken? {
        if let sealed = SealedToken(text: text) { return try await open(sealed, in: tokens) }
        return try? tokens.keys.signing.open(text)
    }

    /// Opens a sealed token with the keys of a realm.
    ///
    /// - Returns: `nil` when no key of the realm opens it.
    /// - Throws: ``RegistryError`` when the store must be asked for the grant profile and does not answer.
    package func open(
        _ token: SealedToken, in tokens: RealmTokens
    ) async throws(RegistryError) -> OpenedToken? {
        guard let payload = tokens.keys.sealing.open(token),
            let profile = try await profile(number: payload.grantProfileNumber, in: tokens)
        else { return nil }
        return OpenedToken(token, payload, profile: profile)
    }

    /// Revokes a token: in the store, and once that is committed, in this server's memory too, so that the next
    /// validation here refuses it. Other servers hear of it by the change row.
    ///
    /// - Throws: ``RegistryError`` when the store does not answer; the token is good then as before.
    package func revoke(
        _ token: OpenedToken, in tokens: RealmTokens, of client: ClientIdentifier, at now: Timestamp,
        random: RandomSource, circumstances: [String: String]
    ) async throws(RegistryError) {
        let context = OperationContext(
            actor: Actor("client:\(client)"), now: now, random: random, rootKey: rootKey)
        let revoked = RevokedToken(
            realm: tokens.realm, identifier: token.identifier.text, until: token.expiresAt)
        try await store.run(RevokeToken(revoked, of: client, circumstances: circumstances), context)
        tokens.revocations.revoke(token.identifier, until: token.expiresAt)
    }
}
