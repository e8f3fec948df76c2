import Cryptography

/// The 32 bytes of a sealed token. Having one says nothing about whether it opens.
public struct SealedToken: Sendable {
    /// The synthetic initialization vector (16 bytes) and the ciphertext (16 bytes).
    let bytes: [UInt8]

    init(sealed bytes: [UInt8]) {
        precondition(bytes.count == TokenLimits.sealedTokenBytes)
        self.bytes = bytes
    }

    /// Reads exactly 64 hexadecimal digits in either case; `nil` for anything else. No cryptography is done.
    public init?(text: String) {
        // The length first: what a stranger sends may be long.
        guard text.utf8.count == TokenLimits.sealedTokenTextDigits, let bytes = Hexadecimal.decode(text) else {
            return nil
        }
        self.bytes = bytes
    }

    /// The token as it goes over the wire: 64 upper-case hexadecimal digits. A secret.
    public var text: String {
        Hexadecimal.encodeUppercase(bytes)
    }

    /// The token's public name.
    public var identifier: TokenIdentifier {
        TokenIdentifier(hashing: bytes)
    }
}

extension SealedToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The public name, never the token.
    public var description: String { "SealedToken(\(identifier))" }

    /// The public name, never the token.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
