/// Base64url without padding (RFC 4648 section 5, RFC 7515 section 2), in its one canonical form.
package enum Base64URL {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private static let notADigit: UInt8 = 0xFF
    private static let values: [UInt8] = {
        var table = [UInt8](repeating: notADigit, count: 256)
        for (value, digit) in digits.enumerated() { table[Int(digit)] = UInt8(value) }
        return table
    }()

    /// How many digits `count` bytes take.
    package static func encodedCount(_ count: Int) -> Int {
        (count * 8 + 5) / 6
    }

    /// The written form.
    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        var written: [UInt8] = []
        append(bytes, to: &written)
        return String(decoding: written, as: UTF8.self)
    }

    /// Adds the written form to `text`.
    package static func append(_ bytes: some Collection<UInt8>, to text: inout [UInt8]) {
        text.reserveCapacity(text.count + encodedCount(bytes.count))
        var buffer: UInt32 = 0
        var bits: UInt32 = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(digits[Int(buffer >> bits & 0x3F)])
            }
        }
        if bits > 0 { text.append(digits[Int(buffer << (6 - bits) & 0x3F)]) }
    }

    /// The bytes, or `nil` when the text is not the canonical form of any: a foreign character (padding and white space
    /// too), an impossible length, or bits set beyond the last byte, which would give two spellings to one value.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count * 3 / 4)
        var buffer: UInt32 = 0
        var bits: UInt32 = 0
        for digit in text {
            let value = values[Int(digit)]
            guard value != notADigit else { return nil }
            buffer = buffer << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> bits))
            }
        }
        guard buffer & (1 << bits - 1) == 0 else { return nil }
        return bytes
    }
}
