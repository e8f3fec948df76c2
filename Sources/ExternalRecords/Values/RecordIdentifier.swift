/// The id of a record within its realm and kind: a text of 8 digits. Ids never carry over between realms.
package struct RecordIdentifier: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The 8 digits.
    package let text: String

    /// Reads an id; `nil` for anything but 8 ASCII digits.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count == RecordLimits.identifierDigits,
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        self.text = String(text)
    }

    private init(zeros count: Int) {
        text = String(repeating: "0", count: count)
    }

    /// `00000000`, which no record has: what stands in a record before its references are known.
    package static let zero = RecordIdentifier(zeros: RecordLimits.identifierDigits)

    /// The id of a number; `nil` where it has more than 8 digits or is negative.
    package init?(number: Int) {
        guard number >= 0 else { return nil }
        let digits = String(number)
        self.init(String(repeating: "0", count: max(0, RecordLimits.identifierDigits - digits.count)) + digits)
    }

    /// The digits.
    package var description: String { text }

    /// Orders by number.
    package static func < (left: RecordIdentifier, right: RecordIdentifier) -> Bool { left.text < right.text }
}

extension RecordIdentifier: Codable {
    /// Reads the digits.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let identifier = RecordIdentifier(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an id of 8 digits")
        }
        self = identifier
    }

    /// Writes the digits.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
