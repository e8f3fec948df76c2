public import Cryptography

/// One key of one realm that sealed tokens are made and opened with.
public struct SealingKey: Sendable {
    /// The key's name in the realm's key ring.
    public let identifier: KeyIdentifier

    private let cipher: PreparedAESSIV

    /// Keeps these tokens apart from anything else that might ever be sealed with the same cipher.
    private static let domain = Array("counterfoil/sealed-token/v1".utf8)

    /// Prepares a key. The realm's identifier becomes associated data, so that a token of one realm does not open in
    /// another even if both had the same key.
    ///
    /// - Parameter material: 64 random bytes.
    /// - Throws: ``SealingKeyError/materialLength(_:bytes:)`` for any other length.
    public init(
        identifier: KeyIdentifier,
        realm: String,
        material: Redacted<[UInt8]>
    ) throws(SealingKeyError) {
        let bytes = material.exposed.count
        guard bytes == TokenLimits.sealingKeyBytes else { throw .materialLength(identifier, bytes: bytes) }
        let cipher: AESSIV
        do {
            cipher = try AESSIV(key: material.exposed)
        } catch {
            throw .materialLength(identifier, bytes: bytes)
        }
        self.identifier = identifier
        self.cipher = cipher.prepared(associatedData: [Self.domain, Array(realm.utf8)])
    }

    /// Makes the token that says `payload`.
    public func seal(_ payload: SealedTokenPayload) -> SealedToken {
        SealedToken(sealed: cipher.seal(payload.bytes))
    }

    /// What the token says; `nil` when it was not made with this key in this realm, or says something in a format that
    /// is not known here.
    public func open(_ token: SealedToken) -> SealedTokenPayload? {
        open(bytes: token.bytes)
    }

    /// What a token's bytes say; `nil` as in ``open(_:)`` and for any other number of bytes than 32.
    public func open(bytes: [UInt8]) -> SealedTokenPayload? {
        guard bytes.count == TokenLimits.sealedTokenBytes, let payload = cipher.open(bytes) else { return nil }
        return SealedTokenPayload(bytes: payload)
    }
}

extension SealingKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The name only.
    public var description: String { "SealingKey(\(identifier), •••)" }

    /// The name only.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a sealing key cannot be used.
public enum SealingKeyError: Error, Equatable, CustomStringConvertible {
    /// The key with this name has this many bytes.
    case materialLength(KeyIdentifier, bytes: Int)

    /// What happened, why, and what to do.
    public var description: String {
        switch self {
        case .materialLength(let identifier, let bytes):
            "The sealing key \(identifier) has \(bytes) bytes instead of \(TokenLimits.sealingKeyBytes), so the store "
                + "was damaged. Restore it from a backup, or make a new one: `counterfoil key replace`."
        }
    }
}
