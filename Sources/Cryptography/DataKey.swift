import Crypto

/// A key that keeps stored data secret, by AES-256-GCM with a label as associated data.
public struct DataKey: Sendable {
    private let key: SymmetricKey

    /// The version that stands before all that is sealed.
    private static let version: UInt8 = 1

    /// Takes a key of 32 bytes.
    ///
    /// - Throws: ``RootKeyError/length(bytes:)`` for any other length.
    public init(bytes: Redacted<[UInt8]>) throws(RootKeyError) {
        let count = bytes.exposed.count
        guard count == CryptographyLimits.rootKeyBytes else { throw .length(bytes: count) }
        self.init(SymmetricKey(data: bytes.exposed))
    }

    init(_ key: SymmetricKey) {
        self.key = key
    }

    /// Seals data for storage: version byte, nonce (12 bytes), ciphertext, tag (16 bytes).
    ///
    /// - Throws: ``RootKeyError/wrapping`` when the cipher cannot work.
    public func seal(_ data: [UInt8], label: WrapLabel, random: RandomSource) throws(RootKeyError) -> [UInt8] {
        do {
            let nonce = try AES.GCM.Nonce(data: random.bytes(CryptographyLimits.wrapNonceBytes))
            let box = try AES.GCM.seal(data, using: key, nonce: nonce, authenticating: label.bytes)
            return [Self.version] + Array(nonce) + Array(box.ciphertext) + Array(box.tag)
        } catch {
            throw .wrapping
        }
    }

    /// The data that was sealed with this key and this label.
    ///
    /// - Throws: ``RootKeyError/wrappedForm`` when `sealed` is too short or of an unknown version,
    ///   ``RootKeyError/notAuthentic(_:)`` when it was sealed with another key or label, or was changed since.
    public func open(_ sealed: [UInt8], label: WrapLabel) throws(RootKeyError) -> Redacted<[UInt8]> {
        let overhead = 1 + CryptographyLimits.wrapNonceBytes + CryptographyLimits.wrapTagBytes
        guard sealed.count >= overhead, sealed[0] == Self.version else { throw .wrappedForm }
        do {
            let box = try AES.GCM.SealedBox(combined: sealed[1...])
            return Redacted(Array(try AES.GCM.open(box, using: key, authenticating: label.bytes)))
        } catch {
            throw .notAuthentic(label)
        }
    }
}

extension DataKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Never the key.
    public var description: String { "DataKey(•••)" }

    /// Never the key.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
