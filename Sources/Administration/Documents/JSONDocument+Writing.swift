import Timekeeping

extension JSONDocument {
    /// The JSON text, indented by two spaces a level, without a line break at its end.
    package var jsonText: String {
        var text = ""
        write(to: &text, indentation: "")
        return text
    }

    /// The JSON text in one line.
    package var lineText: String {
        switch self {
        case .list(let values): "[" + values.map(\.lineText).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { Self.quoted($0.name) + ":" + $0.value.lineText }.joined(separator: ",") + "}"
        case .null, .boolean, .integer, .text, .moment: jsonText
        }
    }

    private func write(to text: inout String, indentation: String) {
        switch self {
        case .null: text += "null"
        case .boolean(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .text(let value): text += Self.quoted(value)
        case .moment(let value): text += Self.quoted(value.description)
        case .list(let values):
            Self.write(values, between: "[", "]", to: &text, indentation) { text, value, inner in
                value.write(to: &text, indentation: inner)
            }
        case .object(let members):
            Self.write(members, between: "{", "}", to: &text, indentation) { text, member, inner in
                text += Self.quoted(member.name) + ": "
                member.value.write(to: &text, indentation: inner)
            }
        }
    }

    private static func write<Item>(
        _ items: [Item], between opening: String, _ closing: String, to text: inout String, _ indentation: String,
        item write: (inout String, Item, String) -> Void
    ) {
        guard !items.isEmpty else {
            text += opening + closing
            return
        }
        let inner = indentation + "  "
        for (position, item) in items.enumerated() {
            text += (position == 0 ? opening : ",") + "\n" + inner
            write(&text, item, inner)
        }
        text += "\n" + indentation + closing
    }

    /// A JSON string. All control characters are escaped, those above U+007F too, so that a terminal is safe from them.
    package static func quoted(_ value: String) -> String {
        // Most texts need no escape.
        if value.utf8.allSatisfy({ (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") })
        {
            return "\"\(value)\""
        }
        var text = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            default:
                if scalar.properties.generalCategory == .control {
                    let digits = String(scalar.value, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    text.unicodeScalars.append(scalar)
                }
            }
        }
        return text + "\""
    }
}
