/// The Prometheus text format, version 0.0.4: names, values and escapes.
enum MetricText {
    /// A name that the format allows, `[a-zA-Z_:][a-zA-Z0-9_:]*`: every other character becomes `_`.
    static func name(_ text: String) -> String {
        identifier(text, allowsColon: true)
    }

    /// A label's name, `[a-zA-Z_][a-zA-Z0-9_]*`. `le` belongs to the buckets of histograms and becomes `le_`.
    static func labelName(_ text: String) -> String {
        let name = identifier(text, allowsColon: false)
        return name == "le" ? "le_" : name
    }

    private static func identifier(_ text: String, allowsColon: Bool) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for character in text.unicodeScalars {
            switch character {
            case "a"..."z", "A"..."Z", "_": bytes.append(UInt8(ascii: character))
            case ":" where allowsColon: bytes.append(UInt8(ascii: character))
            case "0"..."9":
                if bytes.isEmpty { bytes.append(UInt8(ascii: "_")) }
                bytes.append(UInt8(ascii: character))
            default: bytes.append(UInt8(ascii: "_"))
            }
        }
        return bytes.isEmpty ? "_" : String(decoding: bytes, as: UTF8.self)
    }

    /// A label's value between its quotation marks.
    static func labelValue(_ text: String) -> String {
        escaped(text.cut(toBytes: Limits.labelValueBytes), quotationMark: true)
    }

    /// The text after a name in a `HELP` line.
    static func help(_ text: String) -> String {
        escaped(text, quotationMark: false)
    }

    private static func escaped(_ text: String, quotationMark: Bool) -> String {
        guard text.utf8.contains(where: { $0 == 0x5C || $0 == 0x0A || $0 == 0x0D || $0 == 0x22 }) else { return text }
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            // The format has no escape for it, and some readers take it for the end of a line.
            case "\r": result += " "
            case "\"" where quotationMark: result += "\\\""
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    /// A sample's value.
    static func value(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Inf" : "+Inf" }
        if let whole = Int64(exactly: number) { return String(whole) }
        return number.description
    }
}
