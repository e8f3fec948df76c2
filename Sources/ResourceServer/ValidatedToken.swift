public import FoundationEssentials

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

    /// Puts together what a validator found out.
    public init(
        identifier: String, clientID: String?, clientNumber: UInt32?, scopes: [String], resource: String,
        issuedAt: Date, expiresAt: Date
    ) {
        self.identifier = identifier
        self.clientID = clientID
        self.clientNumber = clientNumber
        self.scopes = scopes
        self.resource = resource
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
    }
}
