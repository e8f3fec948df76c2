import Cryptography
import Registry
import Tokens

extension TokenInspection {
    /// What is printed of a token: never the token.
    ///
    /// - Parameter key: the name of the key that opens it.
    func document(key: String?) -> JSONDocument {
        [
            "token_id": .text(tokenIdentifier), "realm": .text(realm.description), "key_id": .text(ifPresent: key),
            "client_id": .text(ifPresent: client?.text), "scopes": .texts(scopes.map(\.text)),
            "resource": .text(resource), "issued_at": .moment(issuedAt), "expires_at": .moment(expiresAt),
            "state": .text(state.rawValue),
        ]
    }

    /// The name of the key that opens a token of this realm.
    ///
    /// - Throws: `RegistryError` when a key cannot be unwrapped.
    func keyIdentifier(
        of token: SealedToken, in registry: any RegistryReading, rootKey: RootKey
    ) throws -> String? {
        try registry.listKeys(realm).filter { $0.state != .destroyed }.first { record in
            // Alone in its ring, so that what opens is known.
            var alone = record
            alone.state = .active
            return try OpeningKeys([alone], realm: realm, rootKey: rootKey).open(token) != nil
        }?.identifier
    }
}
