/// Escapes of what stands in a log line. What a caller sent must not be able to start a line, hide one, or move the
/// cursor of the terminal that shows it.
enum LogText {
    /// The text with every character that is not plainly visible written as an escape.
    static func visible(_ text: String) -> String {
        escaped(text, quotationMark: false)
    }

    /// The text as it is where it is one word, and in quotation marks otherwise.
    static func bare(_ text: String) -> String {
        let isWord = !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x3D && $0 != 0x5C }
        return isWord ? visible(text) : "\"" + escaped(text, quotationMark: true) + "\""
    }

    private static func escaped(_ text: String, quotationMark: Bool) -> String {
        let text = text.cut(toBytes: Limits.logValueBytes)
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\"" where quotationMark: result += "\\\""
            case "\\" where quotationMark: result += "\\\\"
            case _ where isHidden(scalar): result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The text as a JSON string (RFC 8259 section 7), quotation marks included.
    static func json(_ text: String) -> String {
        let text = text.cut(toBytes: Limits.logValueBytes)
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where isHidden(scalar): result += jsonEscape(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// `\uXXXX`, two of them for a scalar outside the basic plane.
    private static func jsonEscape(_ scalar: Unicode.Scalar) -> String {
        String(scalar).utf16.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }

    /// Control characters, line and paragraph separators, and marks that turn the direction of writing.
    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value < 0x20 || scalar.value > 0x7E else { return false }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
        default: false
        }
    }
}
