import Crypto
import CryptoExtras
public import Cryptography

/// A private key that makes signatures by one algorithm. It never prints its material.
public struct SigningKey: Sendable {
    /// The algorithm.
    public let algorithm: SigningAlgorithm

    /// The public half; its `kid` is its thumbprint, its `alg` this key's.
    public let publicKey: JSONWebKey

    private let material: Material

    private enum Material: Sendable {
        case rsa(_RSA.Signing.PrivateKey)
        case p256(P256.Signing.PrivateKey)
        case p384(P384.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)
    }

    /// Makes a new key with the cryptographic library's own generator.
    ///
    /// An RSA key (2048 bits) takes from tens of milliseconds to seconds of computing: call this where no request waits
    /// for the thread. The others take microseconds.
    ///
    /// - Throws: ``JOSEError/signingFailed``.
    public static func generate(_ algorithm: SigningAlgorithm) throws(JOSEError) -> SigningKey {
        switch algorithm {
        case .rs256, .rs384, .ps256:
            guard let key = try? _RSA.Signing.PrivateKey(keySize: .bits2048) else { throw .signingFailed }
            return try SigningKey(algorithm, .rsa(key))
        case .es256: return try SigningKey(algorithm, .p256(P256.Signing.PrivateKey()))
        case .es384: return try SigningKey(algorithm, .p384(P384.Signing.PrivateKey()))
        case .edDSA: return try SigningKey(algorithm, .ed25519(Curve25519.Signing.PrivateKey()))
        }
    }

    /// Reads what ``privateBytes`` gave.
    ///
    /// - Throws: ``JOSEError/keyInvalid(_:)`` when the bytes are no key of this algorithm.
    public init(algorithm: SigningAlgorithm, privateBytes: Redacted<[UInt8]>) throws(JOSEError) {
        let bytes = privateBytes.exposed
        let material: Material?
        switch algorithm {
        case .rs256, .rs384, .ps256:
            material = (try? _RSA.Signing.PrivateKey(derRepresentation: bytes)).map(Material.rsa)
        case .es256: material = (try? P256.Signing.PrivateKey(rawRepresentation: bytes)).map(Material.p256)
        case .es384: material = (try? P384.Signing.PrivateKey(rawRepresentation: bytes)).map(Material.p384)
        case .edDSA: material = (try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)).map(Material.ed25519)
        }
        guard let material else { throw .keyInvalid("its private bytes are not those of an \(algorithm.rawValue) key") }
        try self.init(algorithm, material)
    }

    /// The private key for storage, wrapped by whoever stores it: PKCS #8 in DER for RSA, otherwise the scalar or seed
    /// (32 bytes; 48 for ES384).
    public var privateBytes: Redacted<[UInt8]> {
        switch material {
        case .rsa(let key): Redacted(Array(key.pkcs8DERRepresentation))
        case .p256(let key): Redacted(Array(key.rawRepresentation))
        case .p384(let key): Redacted(Array(key.rawRepresentation))
        case .ed25519(let key): Redacted(Array(key.rawRepresentation))
        }
    }

    /// The signature over `message`, in the form that a JWS has (RFC 7518 section 3, RFC 8037 section 3.1).
    ///
    /// - Throws: ``JOSEError/signingFailed``.
    public func signature(over message: [UInt8]) throws(JOSEError) -> [UInt8] {
        do {
            switch material {
            case .rsa(let key):
                return switch algorithm {
                case .ps256: Array(try key.signature(for: SHA256.hash(data: message), padding: .PSS).rawRepresentation)
                case .rs384:
                    Array(
                        try key.signature(for: SHA384.hash(data: message), padding: .insecurePKCS1v1_5)
                            .rawRepresentation)
                default:
                    Array(
                        try key.signature(for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)
                            .rawRepresentation)
                }
            case .p256(let key): return Array(try key.signature(for: message).rawRepresentation)
            case .p384(let key): return Array(try key.signature(for: message).rawRepresentation)
            case .ed25519(let key): return Array(try key.signature(for: message))
            }
        } catch {
            throw .signingFailed
        }
    }

    private init(_ algorithm: SigningAlgorithm, _ material: Material) throws(JOSEError) {
        self.algorithm = algorithm
        self.material = material
        let verification: VerificationKey
        switch material {
        case .rsa(let key):
            guard let numbers = try? key.publicKey.getKeyPrimitives(),
                key.keySizeInBits >= JOSELimits.rsaModulusBitsMinimum
            else { throw .keyInvalid("its RSA numbers are not those of a key of this size") }
            verification = .rsa(
                modulus: Array(numbers.modulus), exponent: Array(numbers.publicExponent), key.publicKey)
        case .p256(let key): verification = .p256(key.publicKey)
        case .p384(let key): verification = .p384(key.publicKey)
        case .ed25519(let key): verification = .ed25519(key.publicKey)
        }
        publicKey = JSONWebKey(material: verification, algorithm: algorithm)
    }
}

extension SigningKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The algorithm and the key's public thumbprint.
    public var description: String { "SigningKey(\(algorithm.rawValue), \(publicKey.thumbprint), •••)" }

    /// The algorithm and the key's public thumbprint.
    public var debugDescription: String { description }

    /// A mirror without children, so that `dump` and test failures show nothing of the key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
