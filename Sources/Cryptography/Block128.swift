/// One AES block as two big-endian words, so that the arithmetic of RFC 5297 section 2 is plain integer arithmetic.
struct Block128: Equatable {
    var high: UInt64
    var low: UInt64

    static let zero = Block128(high: 0, low: 0)

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads 16 bytes.
    init(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count == 16)
        high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
        low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }

    /// Reads fewer than 16 bytes and pads them with one set bit and zeros (RFC 5297 section 2.1, `pad`).
    init(padding bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count < 16)
        var padded: [UInt8] = Array(bytes)
        padded.append(0x80)
        padded.append(contentsOf: repeatElement(0, count: 16 - padded.count))
        self = padded.withUnsafeBytes { Block128($0) }
    }

    /// The product with x in GF(2^128) (RFC 5297 section 2.3), without a branch on the value.
    var doubled: Block128 {
        let reduction = (0 &- (high >> 63)) & 0x87
        return Block128(high: high << 1 | low >> 63, low: low << 1 ^ reduction)
    }

    /// Calls `body` with the 16 bytes.
    func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try Swift.withUnsafeBytes(of: (high.bigEndian, low.bigEndian), body)
    }

    static func ^ (left: Block128, right: Block128) -> Block128 {
        Block128(high: left.high ^ right.high, low: left.low ^ right.low)
    }
}
