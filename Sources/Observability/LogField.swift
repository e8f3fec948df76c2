import Logging

/// One value beside a log message, after nested metadata was taken apart.
struct LogField: Sendable, Equatable {
    /// A value, with what JSON tells apart kept apart.
    enum Value: Sendable, Equatable {
        case text(String)
        case integer(String)
        case number(Double)
        case boolean(Bool)
    }

    /// The key; keys of nested metadata are joined with dots.
    let key: String
    /// The value.
    let value: Value

    /// The keys that a JSON line has for itself.
    private static let ownKeys: Set<String> = ["time", "level", "logger", "message"]

    /// The fields of the metadata in the order of their keys. Of two with the same key the first one stands.
    static func fields(of metadata: Logger.Metadata) -> [LogField] {
        var found: [LogField] = []
        for (key, value) in metadata {
            append(value, key: ownKeys.contains(key) ? "metadata.\(key)" : key, depth: 1, to: &found)
        }
        var seen: Set<String> = []
        return found.sorted { $0.key < $1.key }.filter { seen.insert($0.key).inserted }
    }

    private static func append(_ value: Logger.MetadataValue, key: String, depth: Int, to fields: inout [LogField]) {
        switch value {
        case .string(let text):
            fields.append(LogField(key: key, value: .text(text)))
        case .stringConvertible(let convertible):
            fields.append(LogField(key: key, value: Self.value(of: convertible)))
        case .dictionary, .array:
            guard depth < Limits.logMetadataDepthCount else {
                fields.append(LogField(key: key, value: .text("…")))
                return
            }
            for (inner, value) in children(of: value) {
                append(value, key: "\(key).\(inner)", depth: depth + 1, to: &fields)
            }
        }
    }

    private static func children(of value: Logger.MetadataValue) -> [(String, Logger.MetadataValue)] {
        switch value {
        case .dictionary(let members): members.map { ($0.key, $0.value) }
        case .array(let elements): elements.enumerated().map { (String($0.offset), $0.element) }
        case .string, .stringConvertible: []
        }
    }

    private static func value(of convertible: any CustomStringConvertible & Sendable) -> Value {
        switch convertible {
        case let boolean as Bool: .boolean(boolean)
        case let integer as any BinaryInteger: .integer(String(describing: integer))
        case let number as Double where number.isFinite: .number(number)
        default: .text(convertible.description)
        }
    }
}
