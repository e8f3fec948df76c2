package import JOSE
package import Registry
package import ResourceServer

/// What a JWT access token is to say (RFC 9068 section 2.2).
package struct AccessTokenClaims: Hashable, Sendable {
    /// `iss`: the issuer of the host that was asked.
    package let issuer: String
    /// `jti`.
    package let identifier: TokenIdentifier
    /// `client_id`: the client that the token is issued to.
    package let client: ClientIdentifier
    /// `sub`: the client itself, or whom an exchanged token is about.
    package let subject: String
    /// `scope`, in order of their names.
    package let scopes: [ScopeName]
    /// `aud`.
    package let resource: String
    /// `iat`, in seconds since 1970-01-01T00:00:00Z.
    package let issuedAt: Int64
    /// Lifetime, in seconds.
    package let lifetimeSeconds: Int
    /// `cnf`, where the token is bound to a key.
    package let confirmation: TokenConfirmation?
    /// `act`, where the token was exchanged.
    package let actor: TokenActor?
    /// Whose revocation ends it.
    package let lineage: TokenLineage

    /// Puts the claims together.
    package init(
        issuer: String, identifier: TokenIdentifier, client: ClientIdentifier, subject: String, scopes: [ScopeName],
        resource: String, issuedAt: Int64, lifetimeSeconds: Int, confirmation: TokenConfirmation?, actor: TokenActor?,
        lineage: TokenLineage
    ) {
        self.issuer = issuer
        self.identifier = identifier
        self.client = client
        self.subject = subject
        self.scopes = scopes
        self.resource = resource
        self.issuedAt = issuedAt
        self.lifetimeSeconds = lifetimeSeconds
        self.confirmation = confirmation
        self.actor = actor
        self.lineage = lineage
    }

    /// The payload of the JWT.
    ///
    /// - Parameter sealedLineage: the lineage as the key seals it, base64url.
    func payload(sealedLineage: String) -> [UInt8] {
        var writer = JSONObjectWriter()
        writer.add("iss", issuer)
        writer.add("sub", subject)
        writer.add("aud", resource)
        writer.add("client_id", client.text)
        writer.add("scope", scopes.map(\.text).joined(separator: " "))
        writer.add("jti", identifier.text)
        writer.add("iat", issuedAt)
        writer.add("exp", issuedAt + Int64(lifetimeSeconds))
        if let confirmation { writer.add("cnf", confirmation.json) }
        if let actor { writer.add("act", actor.json) }
        writer.add("cf_lineage", sealedLineage)
        return writer.bytes
    }
}

extension TokenConfirmation {
    /// The value of `cnf`.
    package var json: JSONObjectWriter {
        var writer = JSONObjectWriter()
        switch self {
        case .keyThumbprint(let text): writer.add("jkt", text)
        case .certificateThumbprint(let text): writer.add("x5t#S256", text)
        }
        return writer
    }
}

extension TokenActor {
    /// The value of `act`: who acts now, with those before inside (RFC 8693 section 4.1).
    package var json: JSONObjectWriter {
        var inner: JSONObjectWriter?
        for subject in chain.reversed() {
            var writer = JSONObjectWriter()
            writer.add("sub", subject)
            if let inner { writer.add("act", inner) }
            inner = writer
        }
        return inner ?? JSONObjectWriter()
    }
}
