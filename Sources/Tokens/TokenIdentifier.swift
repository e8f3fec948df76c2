import Crypto
package import Cryptography

/// The public name of a token: what the journal, the revocation set and an operator call it by. It does not give the
/// token away.
///
/// For a sealed token it is the first 16 bytes of SHA-256 of the token's 32 bytes, so that two spellings of one token
/// have one identifier. For a JWT it is the `jti`, which is 16 random bytes.
public struct TokenIdentifier: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// The identifier of the token with these bytes.
    init(hashing tokenBytes: [UInt8]) {
        let digest = SHA256.hash(data: tokenBytes)
        (high, low) = digest.withUnsafeBytes { bytes in
            (
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }

    /// A new identifier: that of a JWT, its `jti`.
    package init(random: RandomSource) {
        let bytes = random.bytes(TokenLimits.tokenIdentifierBytes)
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Reads 16 bytes; `nil` for another length.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == TokenLimits.tokenIdentifierBytes else { return nil }
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Reads 32 hexadecimal digits in either case; `nil` for anything else.
    public init?(text: String) {
        guard let bytes = Hexadecimal.decode(text) else { return nil }
        self.init(bytes: bytes)
    }

    /// The 16 bytes.
    public var bytes: [UInt8] {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Array($0) }
    }

    /// 32 lower-case hexadecimal digits.
    public var text: String {
        Hexadecimal.encodeLowercase(bytes)
    }
}

extension TokenIdentifier: CustomStringConvertible {
    /// The same as ``text``.
    public var description: String { text }
}
