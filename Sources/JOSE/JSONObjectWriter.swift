/// Writes one JSON object, member after member, in the order they are added. The caller adds each name once.
public struct JSONObjectWriter: Sendable {
    private var text: [UInt8] = [UInt8(ascii: "{")]

    /// Begins an object without members.
    public init() {}

    /// The object written so far.
    public var bytes: [UInt8] { text + [UInt8(ascii: "}")] }

    /// Adds a string.
    public mutating func add(_ name: StaticString, _ value: String) {
        begin(name)
        appendString(value)
    }

    /// Adds a whole number.
    public mutating func add(_ name: StaticString, _ value: Int64) {
        begin(name)
        text.append(contentsOf: String(value).utf8)
    }

    /// Adds `true` or `false`.
    public mutating func add(_ name: StaticString, _ value: Bool) {
        begin(name)
        text.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// Adds a list of strings.
    public mutating func add(_ name: StaticString, _ values: [String]) {
        begin(name)
        text.append(UInt8(ascii: "["))
        for (position, value) in values.enumerated() {
            if position > 0 { text.append(UInt8(ascii: ",")) }
            appendString(value)
        }
        text.append(UInt8(ascii: "]"))
    }

    /// Adds an object.
    public mutating func add(_ name: StaticString, _ value: JSONObjectWriter) {
        begin(name)
        text.append(contentsOf: value.text)
        text.append(UInt8(ascii: "}"))
    }

    /// Adds a list of objects.
    public mutating func add(_ name: StaticString, _ values: [JSONObjectWriter]) {
        begin(name)
        text.append(UInt8(ascii: "["))
        for (position, value) in values.enumerated() {
            if position > 0 { text.append(UInt8(ascii: ",")) }
            text.append(contentsOf: value.text)
            text.append(UInt8(ascii: "}"))
        }
        text.append(UInt8(ascii: "]"))
    }

    private mutating func begin(_ name: StaticString) {
        if text.count > 1 { text.append(UInt8(ascii: ",")) }
        text.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { text.append(contentsOf: $0) }
        text.append(UInt8(ascii: "\""))
        text.append(UInt8(ascii: ":"))
    }

    private mutating func appendString(_ value: String) {
        text.append(UInt8(ascii: "\""))
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                text.append(UInt8(ascii: "\\"))
                text.append(byte)
            case 0..<0x20:
                text.append(contentsOf: "\\u00".utf8)
                let digits = Array("0123456789abcdef".utf8)
                text.append(digits[Int(byte >> 4)])
                text.append(digits[Int(byte & 0x0F)])
            default: text.append(byte)
            }
        }
        text.append(UInt8(ascii: "\""))
    }
}
