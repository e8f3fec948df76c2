import FoundationEssentials
import ResourceServer
import WebFoundation

/// What is said of an active token (RFC 7662 section 2.2).
struct IntrospectionResponse: Encodable, Sendable {
    private let active = true
    private let tokenType: String
    private let scope: String
    private let clientID: String
    private let subject: String
    private let audience: String
    private let issuer: String
    private let tokenIdentifier: String
    private let issuedAt: Int64
    private let expiresAt: Int64
    private let confirmation: [String: String]?
    private let actor: ActorDocument?

    enum CodingKeys: String, CodingKey {
        case active, scope
        case tokenType = "token_type"
        case clientID = "client_id"
        case subject = "sub"
        case audience = "aud"
        case issuer = "iss"
        case tokenIdentifier = "jti"
        case issuedAt = "iat"
        case expiresAt = "exp"
        case confirmation = "cnf"
        case actor = "act"
    }

    /// The value of `act`: who acts now, with those before inside (RFC 8693 section 4.1).
    private final class ActorDocument: Encodable, Sendable {
        private let sub: String
        private let act: ActorDocument?

        init?(_ chain: ArraySlice<String>) {
            guard let first = chain.first else { return nil }
            sub = first
            act = ActorDocument(chain.dropFirst())
        }
    }

    /// Puts an answer together.
    ///
    /// - Parameters:
    ///   - clientID: the client that the token was issued to; it is the subject where the token names no other.
    ///   - issuer: the issuer of the host asked, for a token that names none.
    init(_ token: ValidatedToken, clientID: String, issuer: String) {
        tokenType = token.tokenType.rawValue
        scope = token.scopes.joined(separator: " ")
        self.clientID = clientID
        subject = token.subject ?? clientID
        audience = token.resource
        self.issuer = token.issuer ?? issuer
        tokenIdentifier = token.identifier
        issuedAt = Int64(token.issuedAt.timeIntervalSince1970)
        expiresAt = Int64(token.expiresAt.timeIntervalSince1970)
        confirmation = token.confirmation.map { [$0.memberName: $0.thumbprint] }
        actor = token.actor.flatMap { ActorDocument($0.chain[...]) }
    }

    /// The answer as a JSON object.
    var json: [UInt8] { JSONText.bytes(of: self) }

    /// The one answer for every token that is not active for the caller: exactly this member, in every form.
    static let inactive = Array("{\"active\":false}".utf8)
}
