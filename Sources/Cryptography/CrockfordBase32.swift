/// Crockford's base 32: no `I`, `L`, `O` or `U`, so that an identifier read out over the telephone is not mistaken.
public enum CrockfordBase32 {
    /// The 32 digits in the order of their values.
    public static let alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

    private static let digits = Array(alphabet.utf8)

    /// `length` independent random digits, 5 bits of randomness each.
    public static func random(length: Int, from random: RandomSource) -> String {
        // 256 is a multiple of 32, so the lower five bits of a random byte are evenly distributed.
        String(decoding: random.bytes(length).map { digits[Int($0 & 31)] }, as: UTF8.self)
    }
}
