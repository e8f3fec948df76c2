/// CRC-32/ISO-HDLC, the check sum of Ethernet and zip. It finds typing errors; it is no protection against intent.
public enum CRC32 {
    /// The check sum of `bytes`; that of the ASCII digits `123456789` is `CBF43926`.
    public static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
        let checksum = bytes.withContiguousStorageIfAvailable { Self.checksum(storage: $0) }
        return checksum ?? Array(bytes).withUnsafeBufferPointer { Self.checksum(storage: $0) }
    }

    private static func checksum(storage: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var register = UInt32.max
        for byte in storage {
            register = table[Int(UInt8(truncatingIfNeeded: register) ^ byte)] ^ register >> 8
        }
        return ~register
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in
            value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
        }
    }
}
