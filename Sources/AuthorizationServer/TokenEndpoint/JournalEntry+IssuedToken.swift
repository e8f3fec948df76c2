import Journal
import Registry
import ResourceServer
import Timekeeping
import Tokens
import WebFoundation

extension JournalEntry {
    /// The entry of an issued token: all that the design asks for, and for a JWT its form, its key, what it is bound to
    /// and for whom it acts.
    init(
        _ token: IssuedToken, to client: AuthenticatedClient, at now: Timestamp, _ context: CounterfoilRequestContext
    ) {
        let entry = client.entry.client
        let grant = token.grant
        var fields = [
            JournalField(name: "token_id", value: .text(token.identifier.text)),
            JournalField(name: "client_id", value: .text(entry.id.text)),
            JournalField(name: "subscription_id", value: .text(entry.subscription.text)),
            JournalField(name: "scopes", value: .texts(grant.scopes.map(\.text))),
            JournalField(name: "lifetime_seconds", value: .integer(Int64(grant.lifetimeSeconds))),
            JournalField(name: "authentication_method", value: .text(client.method.rawValue)),
            client.credential.journalField,
            JournalField(name: "remote_address", value: .text(context.remoteAddress)),
            JournalField(name: "request_id", value: .text(context.requestID)),
        ]
        if let keyID = token.keyID {
            fields.append(.text("token_format", token.format.rawValue))
            fields.append(.text("kid", keyID))
            fields.append(.text("resource", grant.resource))
            if let confirmation = grant.confirmation {
                fields.append(.text("confirmation", "\(confirmation.memberName) \(confirmation.thumbprint)"))
            }
            if let exchange = grant.exchange {
                fields.append(.text("subject", exchange.subject))
                fields.append(.texts("exchanged_token_ids", exchange.lineage.tokens.map(\.text)))
            }
        }
        self.init(at: now, kind: .tokenIssued, realm: entry.realm.description, fields: fields)
    }
}
