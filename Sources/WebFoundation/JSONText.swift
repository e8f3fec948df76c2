import FoundationEssentials

/// JSON as it goes over the wire: UTF-8, members in a fixed order, slashes as they are.
package enum JSONText {
    /// The bytes of a value.
    package static func bytes(of value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        // Only a floating-point infinity cannot be encoded, and no answer has one.
        return (try? encoder.encode(value)).map { [UInt8]($0) } ?? Array("{}".utf8)
    }
}
