/// The bounds of this part.
public enum TokenLimits {
    /// The longest lifetime an access token may have, in seconds: one day.
    public static let longestTokenLifetimeSeconds: Int64 = 86_400

    /// The most keys of one use that a realm has at once, staged, active and retired ones together. Opening a token
    /// tries them all.
    public static let liveKeysMaximum = 4

    /// The length of a sealed token, in bytes.
    public static let sealedTokenBytes = 32

    /// The length of a sealed token's text, in hexadecimal digits.
    public static let sealedTokenTextDigits = 64

    /// The length of what a sealed token holds, in bytes.
    public static let sealedTokenPayloadBytes = 16

    /// The length of a sealing key, in bytes: two AES-256 keys (RFC 5297, AEAD_AES_SIV_CMAC_512).
    public static let sealingKeyBytes = 64

    /// The length of a token identifier, in bytes.
    public static let tokenIdentifierBytes = 16

    /// 2020-01-01T00:00:00Z, from which a sealed token counts its time, in seconds since 1970-01-01T00:00:00Z.
    public static let sealedTokenEpochSeconds: Int64 = 1_577_836_800

    /// How far the clocks of servers on one store may be apart, in seconds: a JWT issued by another of them may seem to
    /// be issued that much in the future.
    public static let clockSkewSeconds: Int64 = 10

    /// How often a token may be exchanged for one that is exchanged again.
    public static let exchangesMaximum = 4

    /// The most expired revocations taken out before others may use the set again.
    static let revocationSweepBatchMaximum = 4_096
}
