import Timekeeping

/// A body that is not the written form of any entry.
package struct JournalDecodingError: Error, Hashable, CustomStringConvertible {
    /// Where in the body, in bytes from its start.
    package let offset: Int
    /// What was expected there.
    package let expected: String

    /// A line for people.
    package var description: String {
        "the body is not a journal entry: expected \(expected) at byte \(offset)"
    }
}

/// Reads the written form of an entry back, for listings and for verification.
///
/// It accepts what `JournalEncoding` writes and nothing else: white space, other escapes, fractions or doubled members
/// would mean that somebody else wrote the body.
package enum JournalDecoding {
    /// How deep fields may lie within fields.
    static let nestingMaximum = 16

    /// The entry whose written form is `body`.
    /// - Throws: `JournalDecodingError` when there is none.
    package static func entry(of body: [UInt8]) throws(JournalDecodingError) -> JournalEntry {
        var reader = JournalBodyReader(bytes: body)
        let members = try reader.readDocument()
        var rest = members[...]
        guard case .text(let at)? = takeFirst(named: "at", from: &rest), let moment = TimestampText.read(at) else {
            throw JournalDecodingError(offset: 1, expected: "a member \"at\" with a moment")
        }
        guard case .text(let kind)? = takeFirst(named: "kind", from: &rest) else {
            throw JournalDecodingError(offset: 1, expected: "a member \"kind\" with a text")
        }
        var realm: String?
        if case .text(let name)? = takeFirst(named: "realm", from: &rest) { realm = name }
        var changeNumber: Int64?
        if let last = rest.last, last.name == "change_number", case .integer(let number) = last.value {
            changeNumber = number
            rest.removeLast()
        }
        let entry = JournalEntry(
            at: moment, kind: JournalKind(rawValue: kind), realm: realm, fields: Array(rest),
            changeNumber: changeNumber)
        guard JournalEncoding.body(of: entry) == body else {
            throw JournalDecodingError(offset: 0, expected: "the members in their order")
        }
        return entry
    }

    private static func takeFirst(named name: String, from members: inout ArraySlice<JournalField>) -> JournalValue? {
        guard let first = members.first, first.name == name else { return nil }
        members.removeFirst()
        return first.value
    }
}

/// Reads JSON values from the start of a body to its end.
private struct JournalBodyReader {
    let bytes: [UInt8]
    var position = 0

    mutating func readDocument() throws(JournalDecodingError) -> [JournalField] {
        let members = try readObject(depth: 0)
        guard position == bytes.count else { throw failure("the end") }
        return members
    }

    private mutating func readValue(depth: Int) throws(JournalDecodingError) -> JournalValue {
        switch peek {
        case UInt8(ascii: "\""): return .text(try readText())
        case UInt8(ascii: "["): return .texts(try readTexts())
        case UInt8(ascii: "{"): return .fields(try readObject(depth: depth + 1))
        case UInt8(ascii: "n"):
            for byte in "null".utf8 { try expect(byte, "null") }
            return JournalValue.none
        default: return .integer(try readInteger())
        }
    }

    private mutating func readObject(depth: Int) throws(JournalDecodingError) -> [JournalField] {
        guard depth <= JournalDecoding.nestingMaximum else { throw failure("no deeper object") }
        var members: [JournalField] = []
        try expect(UInt8(ascii: "{"), "an object")
        if accept(UInt8(ascii: "}")) { return members }
        repeat {
            let name = try readText()
            try expect(UInt8(ascii: ":"), "a colon")
            members.append(JournalField(name, try readValue(depth: depth)))
        } while accept(UInt8(ascii: ","))
        try expect(UInt8(ascii: "}"), "the end of the object")
        return members
    }

    private mutating func readTexts() throws(JournalDecodingError) -> [String] {
        var texts: [String] = []
        try expect(UInt8(ascii: "["), "a list")
        if accept(UInt8(ascii: "]")) { return texts }
        repeat { texts.append(try readText()) } while accept(UInt8(ascii: ","))
        try expect(UInt8(ascii: "]"), "the end of the list")
        return texts
    }

    private mutating func readInteger() throws(JournalDecodingError) -> Int64 {
        let start = position
        _ = accept(UInt8(ascii: "-"))
        while let digit = peek, digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let number = Int64(text), String(number) == text else {
            position = start
            throw failure("a value")
        }
        return number
    }

    private mutating func readText() throws(JournalDecodingError) -> String {
        try expect(UInt8(ascii: "\""), "a text")
        var content: [UInt8] = []
        while let byte = peek, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw failure("an escaped control character") }
            position += 1
            content.append(byte == UInt8(ascii: "\\") ? try readEscaped() : byte)
        }
        try expect(UInt8(ascii: "\""), "the end of the text")
        guard let text = String(validating: content, as: UTF8.self) else { throw failure("UTF-8") }
        return text
    }

    private mutating func readEscaped() throws(JournalDecodingError) -> UInt8 {
        if accept(UInt8(ascii: "\"")) { return UInt8(ascii: "\"") }
        if accept(UInt8(ascii: "\\")) { return UInt8(ascii: "\\") }
        for byte in "u00".utf8 { try expect(byte, "an escape") }
        guard position + 2 <= bytes.count else { throw failure("an escape") }
        let digits = String(decoding: bytes[position..<(position + 2)], as: UTF8.self)
        guard let value = UInt8(digits, radix: 16), value < 0x20 else { throw failure("an escape") }
        position += 2
        return value
    }

    private var peek: UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private mutating func accept(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ byte: UInt8, _ name: String) throws(JournalDecodingError) {
        guard accept(byte) else { throw failure(name) }
    }

    private func failure(_ expected: String) -> JournalDecodingError {
        JournalDecodingError(offset: position, expected: expected)
    }
}
