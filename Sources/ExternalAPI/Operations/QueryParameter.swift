package import ExternalRecords
package import Timekeeping

/// The value of a query parameter.
package enum QueryValue: Hashable, Sendable {
    /// A whole number.
    case number(Int)
    /// A text of a known form.
    case text(String)
    /// A moment.
    case moment(Timestamp)
}

/// A query parameter of an operation: the document's part and the rule that requests are held to are one thing.
package struct QueryParameter: Sendable {
    /// Its name, camelCase.
    package let name: String
    /// What it does.
    package let summary: String
    /// What the document says of its values.
    let schema: JSONValue
    let example: JSONValue
    /// What a value must be, for an error.
    let expectation: String
    /// Reads a value; `nil` where it is not one.
    let read: @Sendable (String) -> QueryValue?
    /// The value that counts where the request has none.
    let standard: QueryValue?

    /// A whole number: plain decimal digits of a number in the range.
    package static func integer(
        _ name: String, _ summary: String, in values: ClosedRange<Int>, default standard: Int
    ) -> QueryParameter {
        QueryParameter(
            name: name, summary: summary,
            schema: [
                "type": "integer", "format": "int32", "minimum": .integer(values.lowerBound),
                "maximum": .integer(values.upperBound), "default": .integer(standard),
            ], example: .integer(standard),
            expectation: "Expected one whole number from \(values.lowerBound) to \(values.upperBound).",
            read: { text in digits(text, in: values.lowerBound...values.upperBound).map { .number($0) } },
            standard: .number(standard))
    }

    /// One word of a closed set.
    package static func word<Word: Vocabulary>(
        _ name: String, _ summary: String, _ type: Word.Type, default standard: Word? = nil, example: Word
    ) -> QueryParameter {
        var schema: JSONValue = ["type": "string", "enum": .array(Word.allCases.map { .text($0.rawValue) })]
        if let standard { schema = schema.adding(["default": .text(standard.rawValue)]) }
        return QueryParameter(
            name: name, summary: summary, schema: schema, example: .text(example.rawValue),
            expectation: "Expected one of \(Word.allCases.map(\.rawValue).joined(separator: ", ")).",
            read: { text in Word(rawValue: text).map { .text($0.rawValue) } },
            standard: standard.map { .text($0.rawValue) })
    }

    /// The id of a record.
    package static func identifier(_ name: String, _ summary: String, example: String) -> QueryParameter {
        QueryParameter(
            name: name, summary: summary, schema: ["type": "string", "pattern": "^[0-9]{8}$"],
            example: .text(example), expectation: "Expected the 8 digits of an id.",
            read: { text in RecordIdentifier(text).map { .text($0.text) } }, standard: nil)
    }

    /// A moment, or a day, which stands for its first moment in UTC (ISO 8601, RFC 3339).
    package static func moment(_ name: String, _ summary: String, example: String) -> QueryParameter {
        QueryParameter(
            name: name, summary: summary,
            schema: ["type": "string", "anyOf": [["format": "date-time"], ["format": "date"]]],
            example: .text(example),
            expectation: "Expected a date and time such as 2026-11-24T22:37:38Z, or a date such as 2026-11-24. In a "
                + "URL the + of an offset is written %2B.",
            read: { text in
                let moment =
                    Timestamp(rfc3339: text) ?? CalendarDate(text).flatMap { Timestamp(rfc3339: "\($0)T00:00:00Z") }
                return moment.map { .moment($0) }
            }, standard: nil)
    }

    /// A place in a sequence: digits that an earlier answer gave.
    package static func place(_ name: String, _ summary: String, example: String) -> QueryParameter {
        QueryParameter(
            name: name, summary: summary, schema: ["type": "string", "pattern": "^[0-9]{1,18}$", "default": "0"],
            example: .text(example), expectation: "Expected the After of an earlier answer, or 0.",
            read: { text in digits(text, in: 0...Int.max, most: 18).map { .number($0) } }, standard: .number(0))
    }

    private static func digits(_ text: String, in values: ClosedRange<Int>, most: Int = 10) -> Int? {
        guard (1...most).contains(text.utf8.count),
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = Int(text), values.contains(number)
        else { return nil }
        return number
    }

    /// The parameter as it stands in the document. What narrows a list has its example in words: the Swagger page would
    /// fill it in, and show who tries it a part of the list only.
    var documentPart: JSONValue {
        let part: JSONValue = ["name": .text(name), "in": "query", "required": false]
        guard standard != nil else {
            let words = "\(summary) For example `\(example.textValue ?? example.text)`."
            return part.adding(["description": .text(words), "schema": schema])
        }
        return part.adding(["description": .text(summary), "schema": schema, "example": example])
    }
}
