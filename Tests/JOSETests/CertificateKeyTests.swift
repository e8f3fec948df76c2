import Crypto
import CryptoExtras
import Cryptography
import JOSE
import Testing

/// The keys of certificates and those of key sets have the same thumbprints.
struct CertificateKeyTests {
    @Test func `keys of every type have one thumbprint in a certificate and in a key set`() throws {
        let p256 = P256.Signing.PrivateKey()
        let p384 = P384.Signing.PrivateKey()
        let rsa = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let ed25519 = Curve25519.Signing.PrivateKey()
        let prefix: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
        let rsaBytes = Array(rsa.pkcs8DERRepresentation)
        let cases: [(SigningAlgorithm, [UInt8], [UInt8])] = [
            (.es256, Array(p256.rawRepresentation), Array(p256.publicKey.derRepresentation)),
            (.es384, Array(p384.rawRepresentation), Array(p384.publicKey.derRepresentation)),
            (.rs256, rsaBytes, Array(rsa.publicKey.derRepresentation)),
            (.ps256, rsaBytes, Array(rsa.publicKey.derRepresentation)),
            (.edDSA, Array(ed25519.rawRepresentation), prefix + ed25519.publicKey.rawRepresentation),
        ]
        for (algorithm, privateBytes, certificateKey) in cases {
            let key = try SigningKey(algorithm: algorithm, privateBytes: Redacted(privateBytes))
            #expect(JSONWebKey.thumbprint(ofSubjectPublicKeyInfo: certificateKey) == key.publicKey.thumbprint)
        }
    }

    @Test func `a key of a type or size that is not used here has none`() throws {
        let p521 = Array(P521.Signing.PrivateKey().publicKey.derRepresentation)
        let point = Array(P256.Signing.PrivateKey().publicKey.derRepresentation)
        for bytes in [[], [0x30], p521, Array(point.dropLast()), point + [0]] {
            #expect(JSONWebKey.thumbprint(ofSubjectPublicKeyInfo: bytes) == nil)
        }
    }
}
