/// A JWS in compact form (RFC 7515 section 7.1) that was taken apart but not verified: nothing in it may be believed.
/// ``verify(with:)-(JSONWebKey)`` turns it into a ``VerifiedJWS``.
public struct CompactJWS: Sendable {
    /// The header, unverified.
    public let header: JWSHeader

    private let payload: [UInt8]
    private let signature: [UInt8]
    private let signedBytes: [UInt8]

    /// Takes a compact JWS apart.
    ///
    /// - Parameters:
    ///   - text: the three parts.
    ///   - ownKey: what becomes of a header that brings or names its own key.
    ///   - limitBytes: the longest text that is looked at.
    ///   - headerLimitBytes: the longest header, decoded.
    /// - Throws: ``JOSEError`` for everything that is not the strict form; lengths are checked before anything is
    ///   decoded.
    public init(
        parsing text: String, ownKey: JWSHeader.OwnKey = .refused, limitBytes: Int = JOSELimits.compactBytes,
        headerLimitBytes: Int = JOSELimits.headerBytes
    ) throws(JOSEError) {
        guard text.utf8.count <= limitBytes else { throw .tooLong("JWS", limitBytes: limitBytes) }
        let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .partCount }
        guard parts[0].count <= Base64URL.encodedCount(headerLimitBytes) else {
            throw .tooLong("JWS header", limitBytes: headerLimitBytes)
        }
        guard let headerBytes = Base64URL.decode(parts[0]) else { throw .base64URL("JWS header") }
        header = try JWSHeader(try StrictJSON.object(headerBytes, limitBytes: headerLimitBytes), ownKey: ownKey)
        guard let payload = Base64URL.decode(parts[1]) else { throw .base64URL("JWS payload") }
        guard let signature = Base64URL.decode(parts[2]) else { throw .base64URL("JWS signature") }
        self.payload = payload
        self.signature = signature
        signedBytes = Array(text.utf8.prefix(parts[0].count + 1 + parts[1].count))
    }

    /// Verifies the signature.
    ///
    /// - Throws: ``JOSEError/algorithmNotOfKey`` when the key is not meant for the header's `alg`;
    ///   ``JOSEError/signatureInvalid``.
    public func verify(with key: JSONWebKey) throws(JOSEError) -> VerifiedJWS {
        guard key.algorithms.contains(header.algorithm) else { throw .algorithmNotOfKey }
        guard key.verifies(signature, over: signedBytes, algorithm: header.algorithm) else { throw .signatureInvalid }
        return VerifiedJWS(header: header, payload: payload, key: key)
    }

    /// Verifies the signature with the key of the set that the header means.
    ///
    /// - Throws: ``JOSEError/keyNotFound`` when it means none; ``JOSEError/signatureInvalid``.
    public func verify(with set: JSONWebKeySet) throws(JOSEError) -> VerifiedJWS {
        let candidates = set.keys(for: header.keyID, algorithm: header.algorithm)
        guard !candidates.isEmpty else { throw .keyNotFound }
        for key in candidates where key.verifies(signature, over: signedBytes, algorithm: header.algorithm) {
            return VerifiedJWS(header: header, payload: payload, key: key)
        }
        throw .signatureInvalid
    }

    /// The claims as they were sent, for finding out whose key to verify with, and for nothing else: anybody can write
    /// anything there.
    ///
    /// - Throws: as ``JWTClaims/init(payload:)``.
    public func unverifiedClaims() throws(JOSEError) -> JWTClaims {
        try JWTClaims(payload: payload)
    }
}

/// A JWS whose signature was verified with a key.
public struct VerifiedJWS: Sendable {
    /// The header.
    public let header: JWSHeader
    /// The payload.
    public let payload: [UInt8]
    /// The key that verified it.
    public let key: JSONWebKey

    init(header: JWSHeader, payload: [UInt8], key: JSONWebKey) {
        self.header = header
        self.payload = payload
        self.key = key
    }

    /// The payload as the claims of a JWT.
    ///
    /// - Throws: as ``JWTClaims/init(payload:)``.
    public func claims() throws(JOSEError) -> JWTClaims {
        try JWTClaims(payload: payload)
    }
}
