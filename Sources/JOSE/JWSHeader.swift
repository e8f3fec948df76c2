/// The header of a JWS (RFC 7515 section 4), as far as it is looked at here.
public struct JWSHeader: Sendable, Hashable {
    /// The `alg`.
    public let algorithm: SigningAlgorithm
    /// The `kid`.
    public let keyID: String?
    /// The `typ` in lower case and without a leading `application/` (RFC 7515 section 4.1.9).
    public let type: String?
    /// The `jwk`, unread. Only a DPoP proof has a use for it.
    public let embeddedKey: JSONObject?
    /// The `jku`. Never fetched; a rule may hold it against the URL that is registered.
    public let keySetURL: String?

    /// What becomes of a header that brings a key of its own or points to one (`jwk`, `jku`, `x5u`, `x5c`).
    public enum OwnKey: Sendable {
        /// The JWS is refused.
        case refused
        /// The members are overlooked: the key is chosen as if they were not there.
        case overlooked
        /// `jwk` is wanted, as in a DPoP proof; the others are refused.
        case embedded
    }

    init(_ object: JSONObject, ownKey: OwnKey) throws(JOSEError) {
        guard !object.has("crit"), !object.has("b64") else { throw .criticalExtension }
        guard let algorithm = SigningAlgorithm(rawValue: try object.requiredString("alg")) else {
            throw .algorithmUnsupported
        }
        self.algorithm = algorithm
        keyID = try object.string("kid")
        if let keyID, keyID.utf8.count > JOSELimits.keyIdentifierBytes {
            throw .tooLong("`kid`", limitBytes: JOSELimits.keyIdentifierBytes)
        }
        type = try object.string("typ").map(Self.mediaSubtype)
        embeddedKey = try object.object("jwk")
        keySetURL = try object.string("jku")
        let pointers = ["jku", "x5u", "x5c"].contains { object.has($0) }
        switch ownKey {
        case .overlooked: break
        case .refused: guard !pointers, embeddedKey == nil else { throw .keyInHeader }
        case .embedded:
            guard !pointers else { throw .keyInHeader }
            guard embeddedKey != nil else { throw .memberMissing("jwk") }
        }
    }

    private static func mediaSubtype(_ text: String) -> String {
        let lower = text.lowercased()
        return lower.hasPrefix("application/") ? String(lower.dropFirst("application/".count)) : lower
    }
}
