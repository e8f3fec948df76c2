/// The bounds of this part.
public enum JOSELimits {
    /// The longest compact JWS that is looked at, in bytes.
    public static let compactBytes = 16_384

    /// The longest header of a JWS, decoded, in bytes.
    public static let headerBytes = 4_096

    /// How deep objects and arrays may lie in each other; the outermost is the first.
    public static let jsonDepthMaximum = 8

    /// The longest JSON text that is read where no other bound is given, in bytes.
    public static let jsonBytes = 65_536

    /// The longest JWK set, in bytes.
    public static let keySetBytes = 65_536

    /// The most keys a JWK set may have.
    public static let keySetKeysMaximum = 100

    /// The most keys of one set that are tried on one signature.
    static let keysTriedMaximum = 4

    /// The longest key identifier, in bytes.
    public static let keyIdentifierBytes = 256

    /// The longest identifier of a JWT (`jti`) where the rules of its use set a bound, in bytes.
    public static let tokenIdentifierBytes = 256

    /// The smallest RSA modulus, in bits.
    public static let rsaModulusBitsMinimum = 2_048

    /// The largest RSA modulus, in bits: verifying is the more work the larger it is.
    public static let rsaModulusBitsMaximum = 4_096

    /// The longest RSA exponent, in bytes.
    static let rsaExponentBytesMaximum = 4

    /// The last moment a NumericDate may name: the end of the year 9999, in seconds since 1970-01-01T00:00:00Z.
    static let lastNumericDateSeconds: Double = 253_402_300_799

    /// How far a client's clock may be ahead, in seconds.
    public static let clockSkewSeconds: Int64 = 60

    /// How old a DPoP proof may be by its `iat`, in seconds.
    public static let proofAgeSeconds: Int64 = 60

    /// How long a DPoP proof still passes after its own `exp`, in seconds.
    static let proofExpirySkewSeconds: Int64 = 10

    /// The most DPoP proofs of one user that are remembered at once: two minutes at 1,000 requests a second.
    public static let rememberedProofsPerUserMaximum = 120_000

    /// The most DPoP proofs of one space that are remembered at once, so that none fills the memory for the others: two
    /// minutes at 2,000 requests a second.
    public static let rememberedProofsPerSpaceMaximum = 250_000

    /// The most DPoP proofs that are remembered at once; they take about 60 MB.
    public static let rememberedProofsMaximum = 1_000_000
}
