/// Base 16 text, two digits a byte, the high half first.
public enum Hexadecimal {
    /// The bytes as upper-case digits.
    public static func encodeUppercase(_ bytes: some Sequence<UInt8>) -> String {
        encode(bytes, letterBase: UInt8(ascii: "A") - 10)
    }

    /// The bytes as lower-case digits.
    public static func encodeLowercase(_ bytes: some Sequence<UInt8>) -> String {
        encode(bytes, letterBase: UInt8(ascii: "a") - 10)
    }

    /// The bytes that `text` stands for, in either case. `nil` when the number of digits is odd or anything else than
    /// the ASCII digits `0-9A-Fa-f` occurs, white space included.
    public static func decode(_ text: some StringProtocol) -> [UInt8]? {
        var text = String(text)
        return text.withUTF8 { decode(ascii: $0) }
    }

    private static func encode(_ bytes: some Sequence<UInt8>, letterBase: UInt8) -> String {
        let encoded = bytes.withContiguousStorageIfAvailable { encode(storage: $0, letterBase: letterBase) }
        return encoded ?? Array(bytes).withUnsafeBufferPointer { encode(storage: $0, letterBase: letterBase) }
    }

    private static func encode(storage: UnsafeBufferPointer<UInt8>, letterBase: UInt8) -> String {
        String(unsafeUninitializedCapacity: storage.count * 2) { digits in
            for (position, byte) in storage.enumerated() {
                digits[position * 2] = digit(byte >> 4, letterBase: letterBase)
                digits[position * 2 + 1] = digit(byte & 0x0F, letterBase: letterBase)
            }
            return storage.count * 2
        }
    }

    private static func digit(_ value: UInt8, letterBase: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : letterBase + value
    }

    private static func decode(ascii: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard ascii.count.isMultiple(of: 2) else { return nil }
        var valid = true
        let bytes = [UInt8](unsafeUninitializedCapacity: ascii.count / 2) { buffer, written in
            for position in 0..<(ascii.count / 2) {
                guard let high = value(ascii[position * 2]), let low = value(ascii[position * 2 + 1]) else {
                    valid = false
                    return
                }
                buffer[position] = high << 4 | low
                written = position + 1
            }
        }
        return valid ? bytes : nil
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
