/// A query parameter of an operation: the document's part and the rule that requests are held to are one thing.
package struct QueryParameter: Sendable {
    /// Its name, camelCase.
    package let name: String
    /// What it does.
    package let summary: String
    /// The values it takes.
    package let values: ClosedRange<Int>
    /// The value that counts where the request has none.
    package let standard: Int

    /// A whole number.
    package static func integer(
        _ name: String, _ summary: String, in values: ClosedRange<Int>, default standard: Int
    ) -> QueryParameter {
        QueryParameter(name: name, summary: summary, values: values, standard: standard)
    }

    /// Reads a value; `nil` unless it is plain decimal digits of a number in the range.
    func read(_ text: String) -> Int? {
        guard (1...10).contains(text.utf8.count),
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = Int(text), values.contains(number)
        else { return nil }
        return number
    }

    /// What a value must be, for an error.
    var expectation: String {
        "Expected one whole number from \(values.lowerBound) to \(values.upperBound)."
    }

    /// The parameter as it stands in the document.
    var documentPart: JSONValue {
        [
            "name": .text(name), "in": "query", "required": false, "description": .text(summary),
            "schema": [
                "type": "integer", "format": "int32", "minimum": .integer(values.lowerBound),
                "maximum": .integer(values.upperBound), "default": .integer(standard),
            ],
            "example": .integer(standard),
        ]
    }
}
