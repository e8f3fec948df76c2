import Crypto
import Cryptography
package import JOSE
package import Registry

/// One signing key of one realm, ready for use.
package struct RealmSigningKey: Sendable {
    /// What it is for.
    package let use: KeyUse
    /// The public half, as the JWK set has it.
    package let publicKey: JSONWebKey

    private let accessTokens: JWSSigner
    private let introspection: JWSSigner
    private let lineages: PreparedAESSIV

    /// The `typ` of access tokens (RFC 9068 section 2.1).
    static let accessTokenType = "at+jwt"
    /// The `typ` of introspection answers (RFC 9701 section 5).
    static let introspectionType = "token-introspection+jwt"
    private static let lineagePurpose = Array("counterfoil/jwt-lineage/v1".utf8)

    /// Prepares a key.
    ///
    /// - Throws: ``RegistryError/storage(_:)`` when the record's material is no key.
    init(_ record: KeyRecord, algorithm: SigningAlgorithm, material: Redacted<[UInt8]>) throws(RegistryError) {
        do {
            let key = try SigningKey(algorithm: algorithm, privateBytes: material)
            use = record.use
            publicKey = key.publicKey
            accessTokens = JWSSigner(key: key, type: Self.accessTokenType)
            introspection = JWSSigner(key: key, type: Self.introspectionType)
            // A key of its own that lives and dies with the signing key, so that there is no further key ring.
            let derived = HKDF<SHA256>.deriveKey(
                inputKeyMaterial: SymmetricKey(data: material.exposed), info: Self.lineagePurpose,
                outputByteCount: TokenLimits.sealingKeyBytes)
            lineages = try AESSIV(key: derived.withUnsafeBytes { Array($0) })
                .prepared(associatedData: [Self.lineagePurpose, Array(record.realm.description.utf8)])
        } catch {
            throw .storage(
                "The key \(record.identifier) of \(record.realm) cannot be used: its material was damaged. Restore the "
                    + "registry from a backup, or make a new one: `counterfoil key replace`.")
        }
    }

    /// The `kid`.
    package var keyID: String { publicKey.thumbprint }

    /// Signs an access token.
    ///
    /// - Throws: `JOSEError.signingFailed`.
    package func sign(_ claims: AccessTokenClaims) throws(JOSEError) -> String {
        let lineage = Base64URL.encode(lineages.seal(claims.lineage.bytes))
        return try accessTokens.sign(claims.payload(sealedLineage: lineage))
    }

    /// Signs the claims of an introspection answer (RFC 9701 section 5).
    ///
    /// - Throws: `JOSEError.signingFailed`.
    package func signIntrospection(_ payload: [UInt8]) throws(JOSEError) -> String {
        try introspection.sign(payload)
    }

    /// The lineage that this key sealed; `nil` for anything else.
    func lineage(_ sealed: String) -> TokenLineage? {
        Base64URL.decode(sealed.utf8).flatMap { lineages.open($0) }.flatMap(TokenLineage.init(bytes:))
    }
}

extension RealmSigningKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The public thumbprint only.
    package var description: String { "RealmSigningKey(\(use.rawValue), \(keyID), •••)" }

    /// The public thumbprint only.
    package var debugDescription: String { description }

    /// A mirror without children.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
