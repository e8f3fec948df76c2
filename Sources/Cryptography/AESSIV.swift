import Crypto

/// Deterministic authenticated encryption after RFC 5297, over swift-crypto's AES-CMAC and AES-CTR.
///
/// The same key, associated data and plaintext give the same output; a plaintext that must not be recognised when it
/// comes again carries its own random part.
public struct AESSIV: Sendable {
    private let authentication: CMACKey
    private let encryption: SymmetricKey
    private let codeOfZero: Block128

    /// Takes a key of 32, 48 or 64 bytes: the first half authenticates, the second encrypts (RFC 5297 section 2.2).
    ///
    /// - Throws: ``AESSIVError/keyLength(bytes:)`` for any other length.
    public init(key: [UInt8]) throws(AESSIVError) {
        guard CryptographyLimits.aesSIVKeyBytes.contains(key.count) else {
            throw .keyLength(bytes: key.count)
        }
        let half = key.count / 2
        do {
            authentication = try CMACKey(SymmetricKey(data: key[..<half]))
        } catch {
            throw .keyLength(bytes: key.count)
        }
        encryption = SymmetricKey(data: key[half...])
        codeOfZero = authentication.code([UInt8](repeating: 0, count: 16))
    }

    /// The synthetic initialization vector (16 bytes) followed by the ciphertext (RFC 5297 section 2.6).
    ///
    /// At most 126 strings of associated data; their order and number count.
    public func seal(_ plaintext: [UInt8], associatedData: [[UInt8]]) -> [UInt8] {
        prepared(associatedData: associatedData).seal(plaintext)
    }

    /// The plaintext, or `nil` when `sealed` was not made with this key and associated data or was changed since
    /// (RFC 5297 section 2.7).
    public func open(_ sealed: [UInt8], associatedData: [[UInt8]]) -> [UInt8]? {
        prepared(associatedData: associatedData).open(sealed)
    }

    /// The same cipher with its associated data worked in already, for many messages under the same strings.
    public func prepared(associatedData: [[UInt8]]) -> PreparedAESSIV {
        precondition(
            associatedData.count <= CryptographyLimits.aesSIVAssociatedDataMaximum,
            "RFC 5297 section 2.6 allows at most 126 strings of associated data"
        )
        let state = associatedData.reduce(codeOfZero) { state, string in
            state.doubled ^ authentication.code(string)
        }
        return PreparedAESSIV(authentication: authentication, encryption: encryption, state: state)
    }
}

/// Why a key cannot be used with ``AESSIV``.
public enum AESSIVError: Error, Equatable, CustomStringConvertible {
    /// The key has this many bytes.
    case keyLength(bytes: Int)

    /// What happened, why, and what to do.
    public var description: String {
        switch self {
        case .keyLength(let bytes):
            "The AES-SIV key has \(bytes) bytes, but only 32, 48 or 64 are possible. Use a 64-byte key."
        }
    }
}
