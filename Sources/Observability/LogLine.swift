import Timekeeping

/// One line of a log before it is written out.
struct LogLine: Sendable {
    /// When it was logged.
    let time: Timestamp
    /// The level's name.
    let level: String
    /// Who logs; empty where that is of no interest.
    let logger: String
    /// The message.
    let message: String
    /// The values beside it, in the order of their keys.
    let fields: [LogField]

    /// The line in a form, its line feed included. No other line feed is in it, whatever the values are.
    func written(as form: LogForm) -> String {
        switch form {
        case .text: text
        case .json: json
        }
    }

    private static let longestCommonLevel = 5

    private var text: String {
        let padding = String(repeating: " ", count: max(0, Self.longestCommonLevel - level.count))
        var line = "\(time) \(level)\(padding) \(LogText.visible(message))"
        for field in fields { line += " \(LogText.bare(field.key))=\(Self.text(of: field.value))" }
        return line + "\n"
    }

    private var json: String {
        var line = "{\"time\":\"\(time)\",\"level\":\(LogText.json(level))"
        if !logger.isEmpty { line += ",\"logger\":\(LogText.json(logger))" }
        line += ",\"message\":\(LogText.json(message))"
        for field in fields { line += ",\(LogText.json(field.key)):\(Self.json(of: field.value))" }
        return line + "}\n"
    }

    private static func text(of value: LogField.Value) -> String {
        switch value {
        case .text(let text): LogText.bare(text)
        case .integer(let digits): digits
        case .number(let number): number.description
        case .boolean(let boolean): boolean.description
        }
    }

    private static func json(of value: LogField.Value) -> String {
        switch value {
        case .text(let text): LogText.json(text)
        case .integer(let digits): digits
        case .number(let number): number.description
        case .boolean(let boolean): boolean.description
        }
    }
}
