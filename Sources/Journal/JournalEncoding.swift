package import Timekeeping

/// The written form of an entry: one compact JSON object whose bytes follow from the entry alone.
///
/// Members stand in this order: `at`, `kind`, `realm` (left out when there is none), the fields as given,
/// `change_number` (left out when there is none). The bytes are part of the hash chain, so the form must never change.
package enum JournalEncoding {
    /// Member names that the form keeps for itself. A field of such a name is written with `_` behind it.
    static let reservedNames: Set<String> = ["at", "kind", "realm", "change_number"]

    /// The bytes of an entry.
    package static func body(of entry: JournalEntry) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        bytes.append(contentsOf: #"{"at":""#.utf8)
        TimestampText.write(entry.at, to: &bytes)
        bytes.append(contentsOf: #"","kind":"#.utf8)
        write(entry.kind.rawValue, to: &bytes)
        if let realm = entry.realm {
            bytes.append(contentsOf: #","realm":"#.utf8)
            write(realm, to: &bytes)
        }
        for field in entry.fields {
            bytes.append(UInt8(ascii: ","))
            write(reservedNames.contains(field.name) ? field.name + "_" : field.name, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            write(field.value, to: &bytes)
        }
        if let changeNumber = entry.changeNumber {
            bytes.append(contentsOf: #","change_number":"#.utf8)
            bytes.append(contentsOf: String(changeNumber).utf8)
        }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    /// A moment as the journal writes it: `2026-11-24T22:37:38.120Z`.
    package static func text(of moment: Timestamp) -> String {
        TimestampText.text(moment)
    }

    private static func write(_ value: JournalValue, to bytes: inout [UInt8]) {
        switch value {
        case .text(let text):
            write(text, to: &bytes)
        case .integer(let number):
            bytes.append(contentsOf: String(number).utf8)
        case .texts(let texts):
            bytes.append(UInt8(ascii: "["))
            for (index, text) in texts.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(text, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .fields(let fields):
            bytes.append(UInt8(ascii: "{"))
            for (index, field) in fields.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(field.name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                write(field.value, to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        case .none:
            bytes.append(contentsOf: "null".utf8)
        }
    }

    /// A JSON string. Escaped are only the quotation mark, the backslash and control characters (RFC 8259 section 7),
    /// each in one way, so that a text has one written form.
    private static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x00..<0x20:
                bytes.append(contentsOf: #"\u00"#.utf8)
                bytes.append(hexadecimalDigit(byte >> 4))
                bytes.append(hexadecimalDigit(byte & 0x0F))
            default:
                bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    static func hexadecimalDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
