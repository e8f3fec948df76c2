import Crypto
import CryptoExtras

extension JSONWebKey {
    /// The thumbprint (RFC 7638) of a certificate's public key, to be compared with those of a key set.
    ///
    /// - Parameter der: the SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7), DER.
    /// - Returns: `nil` for a key of a type or size that is not used here.
    public static func thumbprint(ofSubjectPublicKeyInfo der: [UInt8]) -> String? {
        guard let material = VerificationKey(subjectPublicKeyInfo: der), let algorithm = material.algorithms.first
        else {
            return nil
        }
        return JSONWebKey(material: material, algorithm: algorithm).thumbprint
    }
}

extension VerificationKey {
    /// What stands before the 32 bytes of the point in every SubjectPublicKeyInfo of Ed25519 (RFC 8410 section 4).
    private static let ed25519Prefix: [UInt8] = [
        0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
    ]

    /// Reads the public key of a certificate. `nil` for one that is not used here.
    init?(subjectPublicKeyInfo der: [UInt8]) {
        if let key = try? P256.Signing.PublicKey(derRepresentation: der) {
            self = .p256(key)
        } else if let key = try? P384.Signing.PublicKey(derRepresentation: der) {
            self = .p384(key)
        } else if der.starts(with: Self.ed25519Prefix),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: der.dropFirst(Self.ed25519Prefix.count))
        {
            self = .ed25519(key)
        } else if let key = try? _RSA.Signing.PublicKey(derRepresentation: der),
            key.keySizeInBits >= JOSELimits.rsaModulusBitsMinimum,
            let numbers = try? key.getKeyPrimitives()
        {
            self = .rsa(
                modulus: Array(numbers.modulus.drop { $0 == 0 }),
                exponent: Array(numbers.publicExponent.drop { $0 == 0 }), key)
        } else {
            return nil
        }
    }
}
