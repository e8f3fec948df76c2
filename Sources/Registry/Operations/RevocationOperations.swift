import Timekeeping

/// Revokes one token before its time.
package struct RevokeToken: RegistryOperation {
    /// The kind of its change row.
    package static let changeKind = "token.revoked"

    private let token: RevokedToken
    private let client: ClientIdentifier?
    private let circumstances: [String: String]

    /// Asks for the revocation of a token.
    ///
    /// - Parameters:
    ///   - client: the client that the token was issued to, where it is known.
    ///   - circumstances: what else the change row is to say, such as the request that asked for it.
    package init(_ token: RevokedToken, of client: ClientIdentifier?, circumstances: [String: String] = [:]) {
        self.token = token
        self.client = client
        self.circumstances = circumstances
    }

    /// Revokes it. One that is revoked already is left as it is, without a change row.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws {
        guard try registry.findRevokedToken(token.identifier, realm: token.realm) == nil else { return }
        try registry.insert(token)
        var after = circumstances
        after["token_id"] = token.identifier
        after["until"] = token.until.description
        after["client_id"] = client?.text
        try registry.record(
            context.change(
                Self.changeKind, tenant: token.realm.tenant, realm: token.realm, subject: token.identifier,
                after: after))
    }
}

extension RevokedToken {
    /// The token that a change row says was revoked; `nil` where the row is of another kind.
    package init?(_ change: Change) {
        guard change.kind == RevokeToken.changeKind, let realm = change.realm,
            let until = change.after["until"].flatMap({ Timestamp(iso8601: $0) })
        else { return nil }
        self.init(realm: realm, identifier: change.subject, until: until)
    }
}

/// Revokes all tokens of a client: its number is retired, and the client goes on with a fresh one.
package struct RevokeClientTokens: RegistryOperation {
    private let client: String

    /// Asks for the revocation of a client's tokens.
    package init(client: String) {
        self.client = client
    }

    /// Revokes them; the client's secrets and status stay as they are. A deleted client is refused.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> Client {
        let client = try registry.retireNumber(of: try registry.requireClient(client), context)
        try registry.record(
            context.change(
                "client.tokens_revoked", tenant: client.realm.tenant, realm: client.realm, subject: client.id.text,
                after: ["status": client.status.rawValue]))
        return client
    }
}
