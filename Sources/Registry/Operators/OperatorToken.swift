import Crypto
package import Cryptography

/// A random value of 256 bits that signs an operator in or holds a session. The store keeps its digest only.
package struct OperatorToken: Sendable {
    /// The value. Show it once, never log it.
    package let text: Redacted<String>

    private static let characters = 43

    /// Makes one.
    package init(random: RandomSource) {
        text = Redacted(Base62.encode(random.bytes(RegistryLimits.operatorTokenRandomBytes), length: Self.characters))
    }

    /// Takes one as it was sent. `nil` for what has not its form; no look-up is worth while then.
    package init?(_ text: String) {
        guard text.utf8.count == Self.characters,
            Base62.decode(text[...], byteCount: RegistryLimits.operatorTokenRandomBytes) != nil
        else { return nil }
        self.text = Redacted(text)
    }

    /// SHA-256 of the value: it is random through and through, so that nothing slower is called for.
    package var digest: [UInt8] { Array(SHA256.hash(data: Array(text.exposed.utf8))) }
}
