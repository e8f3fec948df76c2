import Registry
import ResourceServer
import Tokens

/// What a request was granted: what its access token is to say.
struct TokenGrant: Hashable, Sendable {
    /// In order of their names.
    var scopes: [ScopeName]
    /// The identifier of the one resource that all of them belong to.
    var resource: String
    /// Lifetime, in seconds.
    var lifetimeSeconds: Int
    /// The key that the token is bound to; the request has proven to hold it.
    var confirmation: TokenConfirmation?
    /// Where the token comes from, when another token is exchanged for it.
    var exchange: Exchange?

    /// What an exchanged token has of the one it was exchanged for (RFC 8693).
    struct Exchange: Hashable, Sendable {
        /// The `sub` of that token.
        let subject: String
        /// Who acts: the client that exchanges, then those before it.
        let actor: TokenActor
        /// The lineage of that token, exchanged by this client: what revokes that token revokes this one.
        let lineage: TokenLineage
        /// Whether that token is bound to a key. This one must be bound too then.
        let isOfBoundToken: Bool
    }

    /// Puts a grant together.
    init(
        scopes: [ScopeName], resource: String, lifetimeSeconds: Int, confirmation: TokenConfirmation? = nil,
        exchange: Exchange? = nil
    ) {
        self.scopes = scopes
        self.resource = resource
        self.lifetimeSeconds = lifetimeSeconds
        self.confirmation = confirmation
        self.exchange = exchange
    }
}

/// An access token that was written down in the journal and may leave.
struct IssuedToken: Sendable {
    /// The token. A secret.
    let text: String
    /// Its public name.
    let identifier: TokenIdentifier
    /// Its form.
    let format: TokenFormat
    /// The `kid` of a JWT.
    let keyID: String?
    /// How it is presented.
    let tokenType: AccessTokenType
    /// What was granted.
    let grant: TokenGrant
}
