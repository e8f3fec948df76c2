/// The bounds of this part.
public enum CryptographyLimits {
    /// The lengths an AES-SIV key may have, in bytes (RFC 5297 section 2.2).
    public static let aesSIVKeyBytes: Set<Int> = [32, 48, 64]

    /// The most strings of associated data one message may have (RFC 5297 section 2.6).
    public static let aesSIVAssociatedDataMaximum = 126

    /// The length of the root key, in bytes.
    public static let rootKeyBytes = 32

    /// The length of the random nonce of a wrapped secret, in bytes (NIST SP 800-38D).
    public static let wrapNonceBytes = 12

    /// The length of the authentication tag of a wrapped secret, in bytes.
    public static let wrapTagBytes = 16

    /// The length of a secret's fingerprint, in bytes.
    public static let fingerprintBytes = 32
}
