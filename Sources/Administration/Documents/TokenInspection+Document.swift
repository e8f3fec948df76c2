import Registry
package import Tokens

extension TokenInspection {
    /// What is printed of a token: never the token.
    package var document: JSONDocument { document(state: state) }

    /// The same, once it was revoked.
    var revokedDocument: JSONDocument { document(state: .revoked) }

    private func document(state: State) -> JSONDocument {
        [
            "token_id": .text(tokenIdentifier), "token_format": .text(format.rawValue),
            "realm": .text(realm.description), "key_id": .text(keyIdentifier),
            "client_id": .text(ifPresent: client?.text), "scopes": .texts(scopes.map(\.text)),
            "resource": .text(resource), "issued_at": .moment(issuedAt), "expires_at": .moment(expiresAt),
            "state": .text(state.rawValue),
        ]
    }
}
