/// A signature algorithm that is used here; the raw value is its name in a JWS header (RFC 7518 section 3.1, RFC 8037).
///
/// There is no case for `none` nor for the ones with a shared key, so nothing can ask for them by accident.
public enum SigningAlgorithm: String, Hashable, Sendable, CaseIterable {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    case rs256 = "RS256"
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    case rs384 = "RS384"
    /// RSASSA-PSS with SHA-256 and a salt of 32 bytes.
    case ps256 = "PS256"
    /// ECDSA on P-256 with SHA-256.
    case es256 = "ES256"
    /// ECDSA on P-384 with SHA-384.
    case es384 = "ES384"
    /// EdDSA on Ed25519; Ed448 is not used here.
    case edDSA = "EdDSA"
}
