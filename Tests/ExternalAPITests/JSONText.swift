import Foundation
import Testing

/// JSON read by the platform's own reader, so that what we write is judged by somebody else.
enum JSONText {
    static func value(of text: String) throws -> any Sendable {
        try converted(try JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed]))
    }

    /// Whether two texts hold the same JSON value.
    static func same(_ left: String, _ right: String) throws -> Bool {
        try canonical(left) == canonical(right)
    }

    private static func canonical(_ text: String) throws -> Data {
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try JSONSerialization.data(withJSONObject: value, options: [.sortedKeys])
    }

    private struct Unknown: Error {}

    private static func converted(_ value: Any) throws -> any Sendable {
        switch value {
        case let object as [String: Any]: return try object.mapValues { try converted($0) }
        case let array as [Any]: return try array.map { try converted($0) }
        case let text as String: return text
        case let number as NSNumber: return number.doubleValue
        case is NSNull: return NSNullMark()
        default: throw Unknown()
        }
    }
}

/// Stands for JSON's null.
struct NSNullMark: Sendable, Hashable {}
