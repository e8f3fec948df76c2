public import Cryptography

/// What a sealed token says, in format version 1: 16 bytes, all numbers big-endian.
///
/// | bytes | field |
/// |---|---|
/// | 0 | format version (high 4 bits), flags (low 4 bits) |
/// | 1–4 | client number |
/// | 5–8 | issued at, seconds since 2020-01-01T00:00:00Z |
/// | 9–10 | grant profile number |
/// | 11–15 | 40 random bits |
public struct SealedTokenPayload: Hashable, Sendable {
    /// The number of the client in its realm.
    public let clientNumber: UInt32

    /// When the token was issued, in seconds since 1970-01-01T00:00:00Z; within ``issuedAtRange``.
    public let issuedAt: Int64

    /// The number of the grant profile (scopes, resource, lifetime) in its realm.
    public let grantProfileNumber: UInt16

    /// 40 random bits that keep two tokens of one client and second apart.
    public let nonce: UInt64

    /// Format version 1 has no flags: always 0.
    public var flags: UInt8 { 0 }

    /// The times the format can hold, in seconds since 1970-01-01T00:00:00Z: from 2020 to early 2156.
    public static let issuedAtRange: ClosedRange<Int64> =
        TokenLimits.sealedTokenEpochSeconds...(TokenLimits.sealedTokenEpochSeconds + Int64(UInt32.max))

    private static let formatVersion: UInt8 = 1
    private static let nonceMask: UInt64 = 0xFF_FFFF_FFFF

    /// Makes a payload. A time outside ``issuedAtRange`` (a clock that is decades off) becomes the nearest one in it;
    /// of `nonce` only the lower 40 bits count.
    public init(clientNumber: UInt32, issuedAt: Int64, grantProfileNumber: UInt16, nonce: UInt64) {
        self.clientNumber = clientNumber
        self.issuedAt = min(max(issuedAt, Self.issuedAtRange.lowerBound), Self.issuedAtRange.upperBound)
        self.grantProfileNumber = grantProfileNumber
        self.nonce = nonce & Self.nonceMask
    }

    /// Makes a payload with a nonce from `random`.
    public init(clientNumber: UInt32, issuedAt: Int64, grantProfileNumber: UInt16, random: RandomSource) {
        self.init(
            clientNumber: clientNumber,
            issuedAt: issuedAt,
            grantProfileNumber: grantProfileNumber,
            nonce: Self.number(random.bytes(5)[...])
        )
    }

    /// Reads the 16 bytes. `nil` for another length, another format version, or a flag, as none is defined.
    public init?(bytes: [UInt8]) {
        guard bytes.count == TokenLimits.sealedTokenPayloadBytes, bytes[0] == Self.formatVersion << 4 else {
            return nil
        }
        self.init(
            clientNumber: UInt32(truncatingIfNeeded: Self.number(bytes[1...4])),
            issuedAt: TokenLimits.sealedTokenEpochSeconds + Int64(Self.number(bytes[5...8])),
            grantProfileNumber: UInt16(truncatingIfNeeded: Self.number(bytes[9...10])),
            nonce: Self.number(bytes[11...15])
        )
    }

    /// The 16 bytes.
    public var bytes: [UInt8] {
        let sinceEpoch = UInt32(truncatingIfNeeded: issuedAt - TokenLimits.sealedTokenEpochSeconds)
        let high =
            UInt64(Self.formatVersion << 4 | flags) << 56
            | UInt64(clientNumber) << 24
            | UInt64(sinceEpoch >> 8)
        let low = UInt64(sinceEpoch & 0xFF) << 56 | UInt64(grantProfileNumber) << 40 | nonce
        return withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Array($0) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
