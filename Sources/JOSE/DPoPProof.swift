import Crypto
public import Timekeeping

/// A DPoP proof that was verified (RFC 9449 section 4.3), except for its nonce and for whether it was seen before: both
/// need a memory, which this part does not have.
public struct DPoPProof: Sendable, Hashable {
    /// The key that signed it; the proof brought it.
    public let key: JSONWebKey
    /// The `jti`: 1 to ``JOSELimits/tokenIdentifierBytes`` bytes.
    public let identifier: String
    /// The `iat`.
    public let issuedAt: Timestamp
    /// The `nonce`, if it has one.
    public let nonce: String?

    /// The `jkt` of tokens bound to the key (RFC 9449 section 6.1): its RFC 7638 thumbprint.
    public var thumbprint: String { key.thumbprint }

    /// Until when a copy of this proof would pass the check of its age, and so must be remembered.
    public var replayableUntil: Timestamp { issuedAt.adding(seconds: JOSELimits.proofAgeSeconds) }

    /// The algorithms accepted where nothing else is said, in the order in which metadata list them.
    public static let algorithms: [SigningAlgorithm] = [.es256, .es384, .edDSA, .ps256, .rs256]

    /// What a proof has to be a proof of.
    public struct Occasion: Sendable {
        /// The method of the request.
        public let method: String
        /// The URL of the request; query and fragment do not count.
        public let url: String
        /// The access token that comes with the request; `nil` at the token endpoint.
        public let accessToken: String?
        /// The algorithms that are accepted.
        public let algorithms: [SigningAlgorithm]

        /// Describes a request.
        public init(
            method: String, url: String, accessToken: String? = nil,
            algorithms: [SigningAlgorithm] = DPoPProof.algorithms
        ) {
            self.method = method
            self.url = url
            self.accessToken = accessToken
            self.algorithms = algorithms
        }
    }

    /// Verifies the value of a `DPoP` header field.
    ///
    /// - Parameters:
    ///   - text: the value.
    ///   - occasion: the request it came with.
    ///   - now: the time.
    /// - Throws: ``DPoPProofError``.
    public init(verifying text: String, for occasion: Occasion, at now: Timestamp) throws(DPoPProofError) {
        let (verified, claims) = try Self.verifiedClaims(of: text, algorithms: occasion.algorithms)
        key = verified.key
        guard let identifier = claims.identifier, !identifier.isEmpty else { throw .claimMissing("jti") }
        guard identifier.utf8.count <= JOSELimits.tokenIdentifierBytes else { throw .identifierTooLong }
        self.identifier = identifier
        do throws(JOSEError) {
            nonce = try claims.object.string("nonce")
        } catch {
            throw .form(error)
        }
        issuedAt = try Self.checkTimes(of: claims, at: now)
        try Self.checkRequest(of: claims, against: occasion)
    }

    private static func verifiedClaims(
        of text: String, algorithms: [SigningAlgorithm]
    ) throws(DPoPProofError) -> (VerifiedJWS, JWTClaims) {
        do throws(JOSEError) {
            let jws = try CompactJWS(parsing: text, ownKey: .embedded)
            guard jws.header.type == "dpop+jwt" else {
                throw .memberForm("typ", wanted: "dpop+jwt")
            }
            guard algorithms.contains(jws.header.algorithm) else { throw .algorithmUnsupported }
            guard let embedded = jws.header.embeddedKey else { throw .memberMissing("jwk") }
            let verified = try jws.verify(with: try JSONWebKey(embedded))
            return (verified, try verified.claims())
        } catch {
            throw error == .signatureInvalid ? .signature : .form(error)
        }
    }

    private static func checkTimes(of claims: JWTClaims, at now: Timestamp) throws(DPoPProofError) -> Timestamp {
        guard let issuedAt = claims.issuedAt else { throw .claimMissing("iat") }
        guard issuedAt >= now.adding(seconds: -JOSELimits.proofAgeSeconds) else { throw .stale }
        guard issuedAt <= now.adding(seconds: JOSELimits.clockSkewSeconds) else { throw .notYetValid }
        if let expiresAt = claims.expiresAt, expiresAt < now.adding(seconds: -JOSELimits.proofExpirySkewSeconds) {
            throw .stale
        }
        if let notBefore = claims.notBefore, notBefore > now.adding(seconds: JOSELimits.clockSkewSeconds) {
            throw .notYetValid
        }
        return issuedAt
    }

    private static func checkRequest(of claims: JWTClaims, against occasion: Occasion) throws(DPoPProofError) {
        guard try text("htm", of: claims) == occasion.method else { throw .otherMethod }
        guard let wanted = ProofTarget(occasion.url), ProofTarget(try text("htu", of: claims)) == wanted else {
            throw .otherURL
        }
        guard let accessToken = occasion.accessToken else { return }
        guard try text("ath", of: claims) == hash(ofAccessToken: accessToken) else { throw .otherAccessToken }
    }

    private static func text(_ name: String, of claims: JWTClaims) throws(DPoPProofError) -> String {
        do throws(JOSEError) {
            return try claims.object.requiredString(name)
        } catch {
            throw error == .memberMissing(name) ? .claimMissing(name) : .form(error)
        }
    }

    /// The `ath` of an access token: base64url of SHA-256 over its characters (RFC 9449 section 4.2).
    public static func hash(ofAccessToken token: String) -> String {
        Base64URL.encode(Array(SHA256.hash(data: Array(token.utf8))))
    }
}
