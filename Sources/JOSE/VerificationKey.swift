import Crypto
import CryptoExtras

/// The public numbers of a key, and the key that the cryptographic library made of them, prepared once.
enum VerificationKey: Sendable {
    case rsa(modulus: [UInt8], exponent: [UInt8], _RSA.Signing.PublicKey)
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case ed25519(Curve25519.Signing.PublicKey)

    /// The algorithms that keys of this type and size verify.
    var algorithms: Set<SigningAlgorithm> {
        switch self {
        case .rsa: [.rs256, .rs384, .ps256]
        case .p256: [.es256]
        case .p384: [.es384]
        case .ed25519: [.edDSA]
        }
    }

    /// Whether the signature is this key's; `false` for an algorithm of another type of key.
    func verifies(_ signature: [UInt8], over message: [UInt8], algorithm: SigningAlgorithm) -> Bool {
        switch (self, algorithm) {
        case (.rsa(_, _, let key), .rs256):
            key.isValidSignature(
                .init(rawRepresentation: signature), for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)
        case (.rsa(_, _, let key), .rs384):
            key.isValidSignature(
                .init(rawRepresentation: signature), for: SHA384.hash(data: message), padding: .insecurePKCS1v1_5)
        case (.rsa(_, _, let key), .ps256):
            key.isValidSignature(
                .init(rawRepresentation: signature), for: SHA256.hash(data: message), padding: .PSS)
        case (.p256(let key), .es256):
            // The initializer refuses every length but 64 bytes, and with it signatures in DER (RFC 7518 section 3.4).
            (try? P256.Signing.ECDSASignature(rawRepresentation: signature))
                .map { key.isValidSignature($0, for: message) } ?? false
        case (.p384(let key), .es384):
            (try? P384.Signing.ECDSASignature(rawRepresentation: signature))
                .map { key.isValidSignature($0, for: message) } ?? false
        case (.ed25519(let key), .edDSA):
            key.isValidSignature(signature, for: message)
        default: false
        }
    }

    /// Adds the members that make the key, in the order of RFC 7638 section 3.2: alphabetic.
    func writeRequiredMembers(to writer: inout JSONObjectWriter) {
        switch self {
        case .rsa(let modulus, let exponent, _):
            writer.add("e", Base64URL.encode(exponent))
            writer.add("kty", "RSA")
            writer.add("n", Base64URL.encode(modulus))
        case .p256(let key): Self.writePoint(key.rawRepresentation, curve: "P-256", to: &writer)
        case .p384(let key): Self.writePoint(key.rawRepresentation, curve: "P-384", to: &writer)
        case .ed25519(let key):
            writer.add("crv", "Ed25519")
            writer.add("kty", "OKP")
            writer.add("x", Base64URL.encode(key.rawRepresentation))
        }
    }

    private static func writePoint(_ point: some Collection<UInt8>, curve: String, to writer: inout JSONObjectWriter) {
        writer.add("crv", curve)
        writer.add("kty", "EC")
        writer.add("x", Base64URL.encode(point.prefix(point.count / 2)))
        writer.add("y", Base64URL.encode(point.suffix(point.count / 2)))
    }
}
