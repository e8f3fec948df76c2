package import Cryptography
package import Timekeeping

/// A client secret in clear, as it is shown once and as a client sends it.
///
/// `cfs_live_` or `cfs_test_`, 43 base62 characters of 256 random bits, and 6 base62 characters of the CRC-32 of all
/// that stands before.
package struct ClientSecret: Sendable {
    /// What the form of a text alone tells about it, without any look-up.
    package enum Form: Sendable, Hashable {
        /// A well-formed secret of an environment.
        case wellFormed(RealmEnvironment)
        /// It has the prefix of a secret, but its length, alphabet or checksum is wrong: a typing or copying error.
        case damaged(RealmEnvironment)
        /// Not a secret of this server.
        case foreign
    }

    /// The secret. Show it once, never log it.
    package let text: Redacted<String>

    private static let bodyCharacters = 43
    private static let checksumCharacters = 6
    /// How many characters of a secret may be shown to recognise it by.
    private static let hintCharacters = 13

    /// Makes a new secret.
    package init(environment: RealmEnvironment, random: RandomSource) {
        let body = Base62.encode(random.bytes(RegistryLimits.clientSecretRandomBytes), length: Self.bodyCharacters)
        let marked = Self.prefix(environment) + body
        let checksum = Base62.encode(CRC32.checksum(marked.utf8), length: Self.checksumCharacters)
        text = Redacted(marked + checksum)
    }

    /// The first characters, to recognise the secret by.
    package var hint: String { String(text.exposed.prefix(Self.hintCharacters)) }

    /// The hint of a text that is, or may have been meant as, a secret; `nil` of any other.
    package static func hint(within text: String) -> String? {
        form(of: text) == .foreign ? nil : String(text.prefix(hintCharacters))
    }

    /// Looks at the form of what a client sent.
    package static func form(of text: String) -> Form {
        guard let environment = RealmEnvironment.allCases.first(where: { text.hasPrefix(prefix($0)) }) else {
            return .foreign
        }
        let markedCount = prefix(environment).utf8.count + bodyCharacters
        guard text.utf8.count == markedCount + checksumCharacters else { return .damaged(environment) }
        let marked = text.utf8.prefix(markedCount)
        let expected = Base62.encode(CRC32.checksum(marked), length: checksumCharacters)
        guard text.utf8.suffix(checksumCharacters).elementsEqual(expected.utf8),
            // A checksum over letters that no secret has may be right too.
            Base62.decode(
                Substring(marked.suffix(bodyCharacters)), byteCount: RegistryLimits.clientSecretRandomBytes) != nil
        else { return .damaged(environment) }
        return .wellFormed(environment)
    }

    private static func prefix(_ environment: RealmEnvironment) -> String { "cfs_\(environment.credentialWord)_" }
}

/// What the store keeps of a client secret: enough to recognise it, not to know it.
package struct ClientSecretRecord: Hashable, Sendable {
    /// Whether the secret works at a moment.
    package enum State: String, Sendable {
        /// It works.
        case active
        /// Its `notBefore` is still to come.
        case notYetValid = "not_yet_valid"
        /// Its time is over.
        case expired
        /// Somebody revoked it.
        case revoked
    }

    /// The identifier, which is not secret.
    package let id: SecretIdentifier
    /// The client.
    package let client: ClientIdentifier
    /// The first characters of the secret.
    package let hint: String
    /// HMAC-SHA-256 of the secret under the pepper of `pepperVersion`.
    package let fingerprint: [UInt8]
    /// Which pepper was used.
    package let pepperVersion: Int
    /// When it was created.
    package let createdAt: Timestamp
    /// From when on it works.
    package let notBefore: Timestamp
    /// Until when it works; `nil` for ever.
    package var expiresAt: Timestamp?
    /// When it was revoked.
    package var revokedAt: Timestamp?
    /// When it was last used, as far as has been written down; best effort.
    package var lastUsedAt: Timestamp?
    /// From where it was last used: an IP address.
    package var lastUsedFrom: String?

    /// A record as stored.
    package init(
        id: SecretIdentifier, client: ClientIdentifier, hint: String, fingerprint: [UInt8], pepperVersion: Int,
        createdAt: Timestamp, notBefore: Timestamp, expiresAt: Timestamp?, revokedAt: Timestamp?,
        lastUsedAt: Timestamp?, lastUsedFrom: String? = nil
    ) {
        self.id = id
        self.client = client
        self.hint = hint
        self.fingerprint = fingerprint
        self.pepperVersion = pepperVersion
        self.createdAt = createdAt
        self.notBefore = notBefore
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
        self.lastUsedAt = lastUsedAt
        self.lastUsedFrom = lastUsedFrom
    }

    /// Whether it works at a moment.
    package func state(at now: Timestamp) -> State {
        if revokedAt != nil { return .revoked }
        if let expiresAt, expiresAt <= now { return .expired }
        return notBefore <= now ? .active : .notYetValid
    }
}
