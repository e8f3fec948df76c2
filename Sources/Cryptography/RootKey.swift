import Crypto
import FoundationEssentials

/// The key that all stored secrets of an installation are wrapped with. It lies outside the store.
public struct RootKey: Sendable {
    private let bytes: Redacted<[UInt8]>
    private let wrapping: DataKey

    /// Names what the derived key is for (RFC 5869 section 3.2), so that the root key can have further purposes.
    private static let wrappingPurpose = Array("counterfoil/root-key/wrap/v1".utf8)

    /// Takes a key of 32 bytes.
    ///
    /// - Throws: ``RootKeyError/length(bytes:)`` for any other length.
    public init(bytes: [UInt8]) throws(RootKeyError) {
        guard bytes.count == CryptographyLimits.rootKeyBytes else { throw .length(bytes: bytes.count) }
        self.init(checked: bytes)
    }

    /// Reads the form in which the key lies in a file: 64 hexadecimal digits and the end of the line.
    ///
    /// - Throws: ``RootKeyError/fileForm`` for anything else.
    public init(fileContents: String) throws(RootKeyError) {
        var digits = Substring(fileContents)
        if digits.last?.isNewline == true { digits.removeLast() }
        guard let bytes = Hexadecimal.decode(digits), bytes.count == CryptographyLimits.rootKeyBytes else {
            throw .fileForm
        }
        self.init(checked: bytes)
    }

    private init(checked bytes: [UInt8]) {
        self.bytes = Redacted(bytes)
        wrapping = DataKey(
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: SymmetricKey(data: bytes), info: Self.wrappingPurpose, outputByteCount: 32))
    }

    /// A key of 32 bytes for another purpose, by HKDF-SHA-256 (RFC 5869). It tells nothing of the root key nor of the
    /// keys for other purposes.
    ///
    /// - Parameter purpose: what it is for, such as `counterfoil/dpop-nonce/v1`; the same purpose gives the same key.
    public func derivedKey(for purpose: String) -> Redacted<[UInt8]> {
        let key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: bytes.exposed), info: Array(purpose.utf8), outputByteCount: 32)
        return Redacted(key.withUnsafeBytes { Array($0) })
    }

    /// A new random key.
    public static func random(from random: RandomSource) -> RootKey {
        RootKey(checked: random.bytes(CryptographyLimits.rootKeyBytes))
    }

    /// The form in which the key lies in a file: 64 hexadecimal digits and the end of the line.
    public var fileContents: Redacted<String> {
        Redacted(Hexadecimal.encodeLowercase(bytes.exposed) + "\n")
    }

    /// Wraps a secret for storage, as ``DataKey/seal(_:label:random:)`` does.
    ///
    /// - Throws: ``RootKeyError/wrapping`` when the cipher cannot work.
    public func wrap(_ secret: [UInt8], label: WrapLabel, random: RandomSource) throws(RootKeyError) -> [UInt8] {
        try wrapping.seal(secret, label: label, random: random)
    }

    /// The secret that was wrapped with this key and this label.
    ///
    /// - Throws: ``RootKeyError/wrappedForm`` when `wrapped` is too short or of an unknown version,
    ///   ``RootKeyError/notAuthentic(_:)`` when it was wrapped with another key or label, or was changed since.
    public func unwrap(_ wrapped: [UInt8], label: WrapLabel) throws(RootKeyError) -> Redacted<[UInt8]> {
        try wrapping.open(wrapped, label: label)
    }
}

extension RootKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Never the key.
    public var description: String { "RootKey(•••)" }

    /// Never the key.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
