public import FoundationEssentials
public import JOSE

/// What is known of an access token that passed validation (RFC 6749 section 1.4).
public struct ValidatedToken: Sendable, Hashable {
    /// The token's identifier: 32 lower-case hex digits for a sealed token, the `jti` of a JWT. Never the token itself.
    public let identifier: String
    /// The client's public `client_id`, where the validator learned it without a look-up of its own.
    public let clientID: String?
    /// The issuer's internal number of the client, where the validator is the issuer itself.
    public let clientNumber: UInt32?
    /// The scopes granted (RFC 6749 section 3.3), in the order of the grant.
    public let scopes: [String]
    /// The resource the token is for (RFC 8707).
    public let resource: String
    /// When it was issued.
    public let issuedAt: Date
    /// The last moment at which it is good.
    public let expiresAt: Date

    /// The `sub` of a JWT (RFC 9068 section 2.2): the client, or whom an exchanged token is about. `nil` where it is
    /// the client and the validator did not learn its name.
    public let subject: String?
    /// The issuer that a JWT names; `nil` for a token that names none.
    public let issuer: String?
    /// The key that the token is bound to; `nil` for a bearer token. Whoever uses a validator must check it.
    public let confirmation: TokenConfirmation?
    /// Who acts in the name of the subject, where the token was exchanged.
    public let actor: TokenActor?

    /// The algorithms by which DPoP proofs of its key may be signed, where its client is held to rules that leave out
    /// some of those that the server accepts; `nil` for all of these.
    public let proofAlgorithms: [SigningAlgorithm]?

    /// How the token is presented.
    public var tokenType: AccessTokenType { AccessTokenType(confirmation) }

    /// Puts together what a validator found out.
    public init(
        identifier: String, clientID: String?, clientNumber: UInt32?, scopes: [String], resource: String,
        issuedAt: Date, expiresAt: Date, subject: String? = nil, issuer: String? = nil,
        confirmation: TokenConfirmation? = nil, actor: TokenActor? = nil,
        proofAlgorithms: [SigningAlgorithm]? = nil
    ) {
        self.identifier = identifier
        self.clientID = clientID
        self.clientNumber = clientNumber
        self.scopes = scopes
        self.resource = resource
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.subject = subject
        self.issuer = issuer
        self.confirmation = confirmation
        self.actor = actor
        self.proofAlgorithms = proofAlgorithms
    }

    /// The same with the client's name, for a validator that learned it from elsewhere.
    public func naming(clientID: String?) -> ValidatedToken {
        ValidatedToken(
            identifier: identifier, clientID: clientID, clientNumber: clientNumber, scopes: scopes, resource: resource,
            issuedAt: issuedAt, expiresAt: expiresAt, subject: subject, issuer: issuer, confirmation: confirmation,
            actor: actor, proofAlgorithms: proofAlgorithms)
    }

    /// The same with fewer algorithms for proofs of its key.
    public func limiting(proofAlgorithms: [SigningAlgorithm]) -> ValidatedToken {
        ValidatedToken(
            identifier: identifier, clientID: clientID, clientNumber: clientNumber, scopes: scopes, resource: resource,
            issuedAt: issuedAt, expiresAt: expiresAt, subject: subject, issuer: issuer, confirmation: confirmation,
            actor: actor, proofAlgorithms: proofAlgorithms)
    }
}
