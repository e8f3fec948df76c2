import Crypto
import CryptoExtras

extension VerificationKey {
    /// Reads the members that make the key (RFC 7518 section 6, RFC 8037 section 2).
    ///
    /// - Throws: ``JOSEError/keyUnsupported(_:)`` for a type or curve that is not used here; other cases for a known
    ///   one whose numbers are wrong.
    init(reading object: JSONObject) throws(JOSEError) {
        switch try object.requiredString("kty") {
        case "RSA": self = try Self.readRSA(object)
        case "EC": self = try Self.readPoint(object)
        case "OKP": self = try Self.readOctetKey(object)
        default: throw .keyUnsupported("kty")
        }
    }

    private static func readRSA(_ object: JSONObject) throws(JOSEError) -> VerificationKey {
        let modulus = try number("n", of: object)
        let exponent = try number("e", of: object)
        let bits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0)
        guard bits >= JOSELimits.rsaModulusBitsMinimum else {
            throw .keyInvalid("its RSA modulus has fewer than \(JOSELimits.rsaModulusBitsMinimum) bits")
        }
        guard bits <= JOSELimits.rsaModulusBitsMaximum else {
            throw .keyInvalid("its RSA modulus has more than \(JOSELimits.rsaModulusBitsMaximum) bits")
        }
        guard let last = modulus.last, last & 1 == 1 else { throw .keyInvalid("its RSA modulus is even") }
        guard exponent.count <= JOSELimits.rsaExponentBytesMaximum,
            let low = exponent.last, low & 1 == 1, exponent != [1]
        else { throw .keyInvalid("its RSA exponent is not an odd number from 3 to 2^32 (65537 is usual)") }
        do {
            return .rsa(modulus: modulus, exponent: exponent, try _RSA.Signing.PublicKey(n: modulus, e: exponent))
        } catch {
            throw .keyInvalid("its RSA numbers are not those of a key")
        }
    }

    private static func readPoint(_ object: JSONObject) throws(JOSEError) -> VerificationKey {
        let curve = try object.requiredString("crv")
        switch curve {
        case "P-256":
            let point = try coordinates(of: object, coordinateBytes: 32)
            do {
                return .p256(try P256.Signing.PublicKey(rawRepresentation: point))
            } catch {
                throw .keyInvalid("its point is not on the curve P-256")
            }
        case "P-384":
            let point = try coordinates(of: object, coordinateBytes: 48)
            do {
                return .p384(try P384.Signing.PublicKey(rawRepresentation: point))
            } catch {
                throw .keyInvalid("its point is not on the curve P-384")
            }
        default: throw .keyUnsupported("crv")
        }
    }

    private static func readOctetKey(_ object: JSONObject) throws(JOSEError) -> VerificationKey {
        guard try object.requiredString("crv") == "Ed25519" else { throw .keyUnsupported("crv") }
        let point = try decoded("x", of: object)
        guard point.count == 32 else { throw .memberForm("x", wanted: "32 bytes in base64url") }
        guard !Ed25519SmallOrder.contains(point) else {
            throw .keyInvalid("anybody can sign for it, because its point is of small order")
        }
        do {
            return .ed25519(try Curve25519.Signing.PublicKey(rawRepresentation: point))
        } catch {
            throw .keyInvalid("its point is not on the curve Ed25519")
        }
    }

    private static func coordinates(of object: JSONObject, coordinateBytes: Int) throws(JOSEError) -> [UInt8] {
        var point: [UInt8] = []
        for name in ["x", "y"] {
            let coordinate = try decoded(name, of: object)
            // RFC 7518 section 6.2.1.2: always the full length, leading zeros too.
            guard coordinate.count == coordinateBytes else {
                throw .memberForm(name, wanted: "\(coordinateBytes) bytes in base64url")
            }
            point += coordinate
        }
        return point
    }

    /// RFC 7518 section 2: a number has no leading zero bytes. One key would have several thumbprints otherwise.
    private static func number(_ name: String, of object: JSONObject) throws(JOSEError) -> [UInt8] {
        let bytes = try decoded(name, of: object)
        guard let first = bytes.first, first != 0 else {
            throw .memberForm(name, wanted: "a positive number in base64url without leading zero bytes")
        }
        return bytes
    }

    private static func decoded(_ name: String, of object: JSONObject) throws(JOSEError) -> [UInt8] {
        guard let bytes = Base64URL.decode(try object.requiredString(name).utf8) else {
            throw .base64URL("member `\(name)`")
        }
        return bytes
    }
}

/// The points of Ed25519 of order 1, 2, 4 and 8 in every spelling: a signature that fits one of them fits every
/// message.
enum Ed25519SmallOrder {
    private static let prime = [0xED] + [UInt8](repeating: 0xFF, count: 30) + [0x7F]

    private static let spellings: Set<[UInt8]> = [
        [UInt8](repeating: 0, count: 32),
        [1] + [UInt8](repeating: 0, count: 31),
        [
            0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF, 0x98, 0xF0,
            0xD5, 0xDF, 0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88, 0x6D, 0x53, 0xFC, 0x05,
        ],
        [
            0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10, 0x67, 0x0F,
            0x2A, 0x20, 0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77, 0x92, 0xAC, 0x03, 0x7A,
        ],
        [prime[0] - 1] + prime.dropFirst(),
        prime,
        [prime[0] + 1] + prime.dropFirst(),
    ]

    /// Whether the 32 bytes name one of these points; the highest bit is the sign of x and does not matter.
    static func contains(_ point: [UInt8]) -> Bool {
        guard let last = point.last else { return false }
        return spellings.contains(point.dropLast() + [last & 0x7F])
    }
}
