/// Reads JSON (RFC 8259) without the liberties that let two readers see two things in one text: no repeated member at
/// any depth, no comments, no byte order mark, no lone surrogates, no number beyond a double, nothing after the end.
public enum StrictJSON {
    /// Reads a text whose outermost value is an object.
    ///
    /// - Parameters:
    ///   - bytes: the text, UTF-8.
    ///   - limitBytes: the most bytes that are looked at.
    ///   - depthMaximum: how deep values may lie in each other, 1 for an object of plain values.
    /// - Throws: ``JOSEError/json(_:)``.
    public static func object(
        _ bytes: [UInt8], limitBytes: Int = JOSELimits.jsonBytes, depthMaximum: Int = JOSELimits.jsonDepthMaximum
    ) throws(JOSEError) -> JSONObject {
        guard case .object(let object) = try value(bytes, limitBytes: limitBytes, depthMaximum: depthMaximum) else {
            throw .json(.notObject)
        }
        return object
    }

    /// Reads a text.
    ///
    /// - Parameters:
    ///   - bytes: the text, UTF-8.
    ///   - limitBytes: the most bytes that are looked at.
    ///   - depthMaximum: how deep values may lie in each other.
    /// - Throws: ``JOSEError/json(_:)``.
    public static func value(
        _ bytes: [UInt8], limitBytes: Int = JOSELimits.jsonBytes, depthMaximum: Int = JOSELimits.jsonDepthMaximum
    ) throws(JOSEError) -> JSONValue {
        let read: JSONReading
        do throws(LocatedJSONFault) {
            read = try reading(bytes, limitBytes: limitBytes, depthMaximum: depthMaximum)
        } catch {
            throw .json(error.fault)
        }
        guard read.repeatedMembers.isEmpty else { throw .json(.duplicateMember) }
        return read.value
    }

    /// Reads a text, and reads on where a member is repeated, so that all of them can be told of at once.
    ///
    /// - Parameters:
    ///   - bytes: the text, UTF-8.
    ///   - limitBytes: the most bytes that are looked at.
    ///   - depthMaximum: how deep values may lie in each other.
    public static func reading(
        _ bytes: [UInt8], limitBytes: Int, depthMaximum: Int = JOSELimits.jsonDepthMaximum
    ) throws(LocatedJSONFault) -> JSONReading {
        guard bytes.count <= limitBytes else { throw LocatedJSONFault(fault: .tooLong, offsetBytes: limitBytes) }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw LocatedJSONFault(fault: .notUTF8, offsetBytes: 0)
        }
        var reader = JSONReader(bytes: bytes, depthMaximum: depthMaximum)
        do throws(JSONFault) {
            let value = try reader.readWhole()
            return JSONReading(value: value, repeatedMembers: reader.repeated)
        } catch {
            throw LocatedJSONFault(fault: error, offsetBytes: reader.position)
        }
    }
}

/// What was read of a text.
public struct JSONReading: Hashable, Sendable {
    /// The value. Of a repeated member it has the first.
    public let value: JSONValue
    /// The JSON Pointers (RFC 6901) of the members that stand in their object more than once, in the order of the text.
    public let repeatedMembers: [String]
}

/// Why a text cannot be read, and how far the reader came.
public struct LocatedJSONFault: Error, Hashable, Sendable {
    /// What is wrong.
    public let fault: JSONFault
    /// How many bytes stand before the place.
    public let offsetBytes: Int
}

/// The writing of JSON Pointers (RFC 6901).
public enum JSONPointer {
    /// The pointer of the steps that lead to a value: names of members and indexes of items.
    public static func text(of steps: [String]) -> String {
        steps.reduce(into: "") { text, step in
            text += "/"
            for scalar in step.unicodeScalars {
                switch scalar {
                case "~": text += "~0"
                case "/": text += "~1"
                default: text.unicodeScalars.append(scalar)
                }
            }
        }
    }
}

/// A place in a text that is known to be UTF-8, and how to go on from there.
private struct JSONReader {
    let bytes: [UInt8]
    let depthMaximum: Int
    var position = 0
    var depth = 0
    /// Where the value is that is being read: names of members and indexes of items.
    var steps: [String] = []
    var repeated: [String] = []

    mutating func readWhole() throws(JSONFault) -> JSONValue {
        let value = try readValue()
        skipSpace()
        guard position == bytes.count else { throw .trailingBytes }
        return value
    }

    private mutating func readValue() throws(JSONFault) -> JSONValue {
        skipSpace()
        switch peek {
        case UInt8(ascii: "{"): return try nested { reader throws(JSONFault) in try reader.readObject() }
        case UInt8(ascii: "["): return try nested { reader throws(JSONFault) in try reader.readArray() }
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "t"): return try read("true", as: .bool(true))
        case UInt8(ascii: "f"): return try read("false", as: .bool(false))
        case UInt8(ascii: "n"): return try read("null", as: .null)
        default: return try readNumber()
        }
    }

    private mutating func nested(
        _ read: (inout JSONReader) throws(JSONFault) -> JSONValue
    ) throws(JSONFault) -> JSONValue {
        guard depth < depthMaximum else { throw .tooDeep }
        depth += 1
        defer { depth -= 1 }
        position += 1
        return try read(&self)
    }

    private mutating func readObject() throws(JSONFault) -> JSONValue {
        var members: [String: JSONValue] = [:]
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(JSONObject(members: members)) }
        repeat {
            skipSpace()
            let name = try readString()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw .syntax }
            steps.append(name)
            let value = try readValue()
            if members[name] == nil {
                members[name] = value
            } else {
                repeated.append(JSONPointer.text(of: steps))
            }
            steps.removeLast()
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw .syntax }
        return .object(JSONObject(members: members))
    }

    private mutating func readArray() throws(JSONFault) -> JSONValue {
        var items: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(items) }
        repeat {
            steps.append(String(items.count))
            items.append(try readValue())
            steps.removeLast()
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw .syntax }
        return .array(items)
    }

    private mutating func readString() throws(JSONFault) -> String {
        guard take(UInt8(ascii: "\"")) else { throw .syntax }
        var text: [UInt8] = []
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try readEscape(to: &text)
            case 0..<0x20: throw .syntax
            default: text.append(byte)
            }
        }
        throw .syntax
    }

    private mutating func readEscape(to text: inout [UInt8]) throws(JSONFault) {
        guard let byte = peek else { throw .syntax }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var code = try readCodeUnit()
            if (0xD800..<0xDC00).contains(code) {
                guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw .syntax }
                let low = try readCodeUnit()
                guard (0xDC00..<0xE000).contains(low) else { throw .syntax }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            // The initializer refuses what is still a surrogate here: a low one without its high one.
            guard let scalar = Unicode.Scalar(code) else { throw .syntax }
            text.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
        default: throw .syntax
        }
    }

    private mutating func readCodeUnit() throws(JSONFault) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Self.hexadecimalValue(byte) else { throw .syntax }
            position += 1
            code = code << 4 | digit
        }
        return code
    }

    private mutating func readNumber() throws(JSONFault) -> JSONValue {
        let start = position
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try readDigits() }
        var isWhole = true
        if take(UInt8(ascii: ".")) {
            isWhole = false
            try readDigits()
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isWhole = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try readDigits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let number = Int64(text) { return .integer(number) }
        guard let number = Double(text), number.isFinite else { throw .number }
        return .decimal(number)
    }

    private mutating func readDigits() throws(JSONFault) {
        let start = position
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw .syntax }
    }

    private mutating func read(_ word: StaticString, as value: JSONValue) throws(JSONFault) -> JSONValue {
        let end = position + word.utf8CodeUnitCount
        let matches = word.withUTF8Buffer { end <= bytes.count && bytes[position..<end].elementsEqual($0) }
        guard matches else { throw .syntax }
        position = end
        return value
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
    }

    private static func hexadecimalValue(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}
