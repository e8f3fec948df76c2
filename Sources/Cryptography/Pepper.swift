import Crypto

/// The random key under which fingerprints of client secrets are made (HMAC-SHA-256, RFC 2104). A stolen store without
/// the pepper does not even let a guess be checked.
///
/// A fast function is right here: the secrets hold 256 random bits, so there is nothing to guess.
public struct Pepper: Sendable {
    /// The number that each stored fingerprint names, so that the pepper can be changed.
    public let version: Int

    private let start: HMAC<SHA256>

    /// Takes the pepper's version and its bytes (32 random ones).
    public init(version: Int, bytes: Redacted<[UInt8]>) {
        self.version = version
        start = HMAC<SHA256>(key: SymmetricKey(data: bytes.exposed))
    }

    /// The fingerprint of a secret's text: 32 bytes.
    public func fingerprint(of secret: String) -> [UInt8] {
        code(of: secret).withUnsafeBytes { Array($0) }
    }

    /// Whether `fingerprint` is that of `secret`, compared in constant time.
    public func matches(_ secret: String, fingerprint: [UInt8]) -> Bool {
        // This `==` is swift-crypto's comparison of a message authentication code: constant time.
        code(of: secret) == fingerprint
    }

    private func code(of secret: String) -> HMAC<SHA256>.MAC {
        var code = start
        var secret = secret
        secret.withUTF8 { code.update(data: UnsafeRawBufferPointer($0)) }
        return code.finalize()
    }
}

extension Pepper: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The version only.
    public var description: String { "Pepper(version: \(version), •••)" }

    /// The version only.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
