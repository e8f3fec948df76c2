package import Cryptography
package import Timekeeping

/// A link that signs an operator in, once.
package struct SignInLink: Hashable, Sendable {
    /// The digest of the token in the link.
    package let digest: [UInt8]
    /// Whom it signs in.
    package let operatorName: OperatorName
    /// Until when it works.
    package let expiresAt: Timestamp

    /// A link as stored.
    package init(digest: [UInt8], operatorName: OperatorName, expiresAt: Timestamp) {
        self.digest = digest
        self.operatorName = operatorName
        self.expiresAt = expiresAt
    }
}

/// A time for which an operator is signed in in one browser.
package struct OperatorSession: Hashable, Sendable {
    /// The identifier, which is not secret: `ses_` and 20 characters of Crockford base32.
    package let id: String
    /// The digest of the token in the browser's cookie.
    package let digest: [UInt8]
    /// Who is signed in.
    package let operatorName: OperatorName
    /// When it began.
    package let createdAt: Timestamp
    /// When it was last used, to within ``RegistryLimits/sessionUseIntervalSeconds``.
    package var lastUsedAt: Timestamp
    /// The address that it was begun from.
    package let remoteAddress: String

    /// A session as stored.
    package init(
        id: String, digest: [UInt8], operatorName: OperatorName, createdAt: Timestamp, lastUsedAt: Timestamp,
        remoteAddress: String
    ) {
        self.id = id
        self.digest = digest
        self.operatorName = operatorName
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
        self.remoteAddress = remoteAddress
    }

    /// When it ends if it is not used any more.
    package var expiresAt: Timestamp {
        min(
            lastUsedAt.adding(seconds: RegistryLimits.sessionIdleSeconds),
            createdAt.adding(seconds: RegistryLimits.sessionSeconds))
    }
}

/// A link that was just made: the only moment at which it can be shown.
package struct CreatedSignInLink: Sendable {
    /// Whom it signs in.
    package let person: Operator
    /// What stands in the link.
    package let token: OperatorToken
    /// Until when it works.
    package let expiresAt: Timestamp

    /// The whole link below the address of the console. The token stands in the fragment, which browsers send to nobody
    /// and which no server's log holds.
    ///
    /// - Parameter origin: scheme and authority of the private listener, such as `http://localhost:8081`.
    package func url(origin: String) -> Redacted<String> {
        Redacted("\(origin)/console/sign-in#\(token.text.exposed)")
    }
}

/// A session that just began, with what its cookie is to hold.
package struct StartedSession: Sendable {
    /// Who is signed in.
    package let person: Operator
    /// The session.
    package let session: OperatorSession
    /// What the cookie holds.
    package let token: OperatorToken
}
