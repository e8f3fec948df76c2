/// A distinguished name in the text form of RFC 4514, read so that it can be compared with that of a certificate.
package struct DistinguishedNameText: Hashable, Sendable {
    /// One attribute of a relative distinguished name.
    package struct Attribute: Hashable, Sendable {
        /// The attribute's type as a dotted object identifier.
        package let type: String
        /// Its value.
        package let value: Value

        /// Names an attribute.
        package init(type: String, value: Value) {
            self.type = type
            self.value = value
        }
    }

    /// The value of an attribute.
    package enum Value: Hashable, Sendable {
        /// Text, with all escapes undone.
        case text(String)
        /// The value's encoding (DER), where it was written as `#` and hexadecimal digits.
        case encoded([UInt8])
    }

    /// The relative names in the order of the certificate, which is the reverse of the text's (RFC 4514 section 2.1).
    package let relativeNames: [Set<Attribute>]

    /// Reads `CN=client,O=Partner\, Inc.,C=US`. Spaces around the separators are let be. `nil` for what is no name.
    package init?(_ text: String) {
        var scanner = DistinguishedNameScanner(text)
        var names: [Set<Attribute>] = []
        var current: Set<Attribute> = []
        while true {
            guard let attribute = scanner.attribute(), current.insert(attribute).inserted else { return nil }
            switch scanner.next() {
            case UInt8(ascii: "+"): continue
            case UInt8(ascii: ","):
                names.append(current)
                current = []
            case nil:
                relativeNames = (names + [current]).reversed()
                return
            default: return nil
            }
        }
    }

    /// The types that may be named by a short name: those of RFC 4514 section 3, and further ones of client
    /// certificates. Lower case.
    static let types = [
        "cn": "2.5.4.3", "l": "2.5.4.7", "st": "2.5.4.8", "s": "2.5.4.8", "o": "2.5.4.10", "ou": "2.5.4.11",
        "c": "2.5.4.6", "street": "2.5.4.9", "dc": "0.9.2342.19200300.100.1.25", "uid": "0.9.2342.19200300.100.1.1",
        "e": "1.2.840.113549.1.9.1", "emailaddress": "1.2.840.113549.1.9.1", "serialnumber": "2.5.4.5",
        "sn": "2.5.4.4", "gn": "2.5.4.42", "givenname": "2.5.4.42", "title": "2.5.4.12",
        "businesscategory": "2.5.4.15", "postalcode": "2.5.4.17", "organizationidentifier": "2.5.4.97",
        "jurisdictionc": "1.3.6.1.4.1.311.60.2.1.3",
    ]
}

/// Reads the text form from left to right.
private struct DistinguishedNameScanner {
    private let bytes: [UInt8]
    private var index = 0

    private static let separators: Set<UInt8> = [UInt8(ascii: ","), UInt8(ascii: "+")]
    /// What may stand in a value only when it is escaped (RFC 4514 section 2.4), beside the separators.
    private static let reserved: Set<UInt8> = Set("\"<>;\0".utf8)
    private static let escapable: Set<UInt8> = Set(" \"#+,;<=>\\".utf8)

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    mutating func next() -> UInt8? {
        guard index < bytes.count else { return nil }
        defer { index += 1 }
        return bytes[index]
    }

    mutating func attribute() -> DistinguishedNameText.Attribute? {
        guard let end = bytes[index...].firstIndex(of: UInt8(ascii: "=")),
            let name = String(validating: bytes[index..<end], as: UTF8.self),
            let type = Self.type(name.split(separator: " ", omittingEmptySubsequences: true))
        else { return nil }
        index = end + 1
        skipSpaces()
        guard let value = peek == UInt8(ascii: "#") ? encodedValue() : textValue() else { return nil }
        return DistinguishedNameText.Attribute(type: type, value: value)
    }

    private static func type(_ words: [Substring]) -> String? {
        guard words.count == 1, var name = words.first?.lowercased() else { return nil }
        if let short = DistinguishedNameText.types[name] { return short }
        if name.hasPrefix("oid.") { name.removeFirst(4) }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1, parts.allSatisfy({ UInt($0) != nil && $0.allSatisfy(\.isNumber) }) else { return nil }
        return name
    }

    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpaces() {
        while peek == UInt8(ascii: " ") { index += 1 }
    }

    private mutating func textValue() -> DistinguishedNameText.Value? {
        var value: [UInt8] = []
        // Spaces at the end count only where they are escaped.
        var kept = 0
        while let byte = peek, !Self.separators.contains(byte) {
            index += 1
            if byte == UInt8(ascii: "\\") {
                guard let escaped = escapedByte() else { return nil }
                value.append(escaped)
                kept = value.count
            } else {
                guard !Self.reserved.contains(byte) else { return nil }
                value.append(byte)
                if byte != UInt8(ascii: " ") { kept = value.count }
            }
        }
        return String(validating: value[..<kept], as: UTF8.self).map { .text($0) }
    }

    private mutating func escapedByte() -> UInt8? {
        guard let first = next() else { return nil }
        if Self.escapable.contains(first) { return first }
        guard let high = Self.digit(first), let low = next().flatMap(Self.digit) else { return nil }
        return high << 4 | low
    }

    private mutating func encodedValue() -> DistinguishedNameText.Value? {
        index += 1
        var value: [UInt8] = []
        while let byte = peek, !Self.separators.contains(byte), byte != UInt8(ascii: " ") {
            index += 1
            guard let high = Self.digit(byte), let low = next().flatMap(Self.digit) else { return nil }
            value.append(high << 4 | low)
        }
        skipSpaces()
        return value.isEmpty ? nil : .encoded(value)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
    }
}
