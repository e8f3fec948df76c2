/// Base 62 text of a fixed length: digits, then upper-case letters, then lower-case letters.
public enum Base62 {
    /// The 62 digits in the order of their values.
    public static let alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

    private static let digits = Array(alphabet.utf8)

    /// The bytes, read as one big-endian number, as `length` digits, padded with `0` on the left.
    ///
    /// The number must fit: 32 bytes always fit 43 digits, 4 bytes always fit 6.
    public static func encode(_ bytes: [UInt8], length: Int) -> String {
        var number = bytes
        var text = [UInt8](repeating: digits[0], count: length)
        for position in text.indices.reversed() {
            var remainder = 0
            for index in number.indices {
                let value = remainder << 8 | Int(number[index])
                number[index] = UInt8(truncatingIfNeeded: value / 62)
                remainder = value % 62
            }
            text[position] = digits[remainder]
        }
        precondition(number.allSatisfy { $0 == 0 }, "the number does not fit into the digits asked for")
        return String(decoding: text, as: UTF8.self)
    }

    /// The number as `length` digits, padded with `0` on the left; 6 digits hold every 32-bit number.
    public static func encode(_ value: UInt32, length: Int = 6) -> String {
        encode(withUnsafeBytes(of: value.bigEndian) { Array($0) }, length: length)
    }

    /// The number that `text` stands for as `byteCount` big-endian bytes. `nil` when a character is not one of the
    /// alphabet or the number does not fit.
    public static func decode(_ text: some StringProtocol, byteCount: Int) -> [UInt8]? {
        var text = String(text)
        return text.withUTF8 { decode(ascii: $0, byteCount: byteCount) }
    }

    private static func decode(ascii: UnsafeBufferPointer<UInt8>, byteCount: Int) -> [UInt8]? {
        // Little-endian 32-bit limbs, and five digits a step (62^5 < 2^32): a secret is read on every token request.
        var limbs = [UInt32](repeating: 0, count: (byteCount + 3) / 4)
        var position = 0
        while position < ascii.count {
            let end = min(position + 5, ascii.count)
            var carry: UInt64 = 0
            var scale: UInt64 = 1
            for character in ascii[position..<end] {
                guard let value = value(character) else { return nil }
                carry = carry * 62 + value
                scale *= 62
            }
            for index in limbs.indices {
                carry += UInt64(limbs[index]) * scale
                limbs[index] = UInt32(truncatingIfNeeded: carry)
                carry >>= 32
            }
            guard carry == 0 else { return nil }
            position = end
        }
        let bytes = limbs.reversed().flatMap { limb in withUnsafeBytes(of: limb.bigEndian) { Array($0) } }
        let surplus = bytes.count - byteCount
        return bytes[..<surplus].allSatisfy { $0 == 0 } ? Array(bytes[surplus...]) : nil
    }

    private static func value(_ character: UInt8) -> UInt64? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(character - UInt8(ascii: "0"))
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt64(character - UInt8(ascii: "A")) + 10
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt64(character - UInt8(ascii: "a")) + 36
        default: nil
        }
    }
}
