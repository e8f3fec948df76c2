/// Signs payloads of one type with one key. The header is written and encoded once, when the signer is made.
public struct JWSSigner: Sendable {
    /// The key's algorithm.
    public var algorithm: SigningAlgorithm { key.algorithm }

    /// The `kid` that every header carries: the key's thumbprint.
    public var keyID: String { key.publicKey.thumbprint }

    private let key: SigningKey
    /// The encoded header and the dot behind it.
    private let start: [UInt8]

    /// Makes a signer.
    ///
    /// - Parameters:
    ///   - key: the key.
    ///   - type: the `typ` of the header, such as `at+jwt` (RFC 9068 section 2.1).
    public init(key: SigningKey, type: String) {
        self.key = key
        var header = JSONObjectWriter()
        header.add("alg", key.algorithm.rawValue)
        header.add("typ", type)
        header.add("kid", key.publicKey.thumbprint)
        var start: [UInt8] = []
        Base64URL.append(header.bytes, to: &start)
        start.append(UInt8(ascii: "."))
        self.start = start
    }

    /// The payload, signed, in compact form (RFC 7515 section 7.1).
    ///
    /// - Throws: ``JOSEError/signingFailed``.
    public func sign(_ payload: [UInt8]) throws(JOSEError) -> String {
        var text = start
        // Room for the signature too: 64 bytes of ES256 and EdDSA, 256 of an RSA key of 2048 bits.
        text.reserveCapacity(start.count + Base64URL.encodedCount(payload.count) + Base64URL.encodedCount(256) + 1)
        Base64URL.append(payload, to: &text)
        let signature = try key.signature(over: text)
        text.append(UInt8(ascii: "."))
        Base64URL.append(signature, to: &text)
        return String(decoding: text, as: UTF8.self)
    }
}
