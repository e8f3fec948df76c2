import ExternalRecords

/// What a text must be: the same rule is published in the document and held to when a body is read.
struct TextRule: Sendable {
    /// What the document says beyond the type.
    let schema: JSONValue
    /// What is expected, after “not”, such as “a date of the form YYYY-MM-DD”.
    let expectation: String
    /// Whether a text is one.
    let accepts: @Sendable (String) -> Bool

    /// Letters, digits, spaces and the like, without control characters.
    static func line(_ lengths: ClosedRange<Int> = 1...FormLimits.lineScalars, example: String? = nil) -> TextRule {
        characters(
            lengths, pattern: "^[^\\u0000-\\u001F\\u007F]{\(lengths.lowerBound),\(lengths.upperBound)}$",
            expectation: "a text of \(lengths.lowerBound) to \(lengths.upperBound) characters without line breaks",
            example: example
        ) { $0.value >= 0x20 && $0.value != 0x7F }
    }

    /// A text that may have line breaks and tabs.
    static func note(_ lengths: ClosedRange<Int> = 0...FormLimits.noteScalars) -> TextRule {
        characters(
            lengths,
            pattern: "^[^\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\u007F]{\(lengths.lowerBound),"
                + "\(lengths.upperBound)}$",
            expectation: "a text of \(lengths.lowerBound) to \(lengths.upperBound) characters",
            example: nil
        ) { $0.value >= 0x20 && $0.value != 0x7F || $0 == "\n" || $0 == "\r" || $0 == "\t" }
    }

    /// A text of a pattern that is written as what stands at each place.
    static func pattern(_ places: [Place], expectation: String, example: String) -> TextRule {
        let pattern = "^" + places.map(\.pattern).joined() + "$"
        return TextRule(
            schema: ["pattern": .text(pattern), "examples": [.text(example)]], expectation: expectation
        ) { text in Place.match(places[...], Array(text.unicodeScalars)[...]) }
    }

    /// A day of the calendar.
    static let date = TextRule(
        schema: ["format": "date", "examples": ["1961-04-09"]], expectation: "a date of the form YYYY-MM-DD"
    ) { CalendarDate($0) != nil }

    /// The id of a record.
    static func identifier(of what: String, example: String) -> TextRule {
        pattern(
            [.digits(RecordLimits.identifierDigits)],
            expectation: "the id of \(what): \(RecordLimits.identifierDigits) digits", example: example)
    }

    /// A word of a closed set.
    static func word<Word: Vocabulary>(_ type: Word.Type, orNull: Bool) -> TextRule {
        let words = Word.allCases.map { JSONValue.text($0.rawValue) }
        return TextRule(
            schema: ["enum": .array(orNull ? words + [.null] : words)],
            expectation: "one of " + Word.allCases.map(\.rawValue).joined(separator: ", ")
        ) { Word(rawValue: $0) != nil }
    }

    private static func characters(
        _ lengths: ClosedRange<Int>, pattern: String, expectation: String, example: String?,
        isGood: @escaping @Sendable (Unicode.Scalar) -> Bool
    ) -> TextRule {
        var schema: JSONValue = [
            "minLength": .integer(lengths.lowerBound), "maxLength": .integer(lengths.upperBound),
            "pattern": .text(pattern),
        ]
        if let example { schema = schema.adding(["examples": [.text(example)]]) }
        return TextRule(schema: schema, expectation: expectation) { text in
            lengths.contains(text.unicodeScalars.count) && text.unicodeScalars.allSatisfy(isGood)
        }
    }
}

extension TextRule {
    /// What stands at one place of a pattern.
    enum Place: Sendable {
        /// That many ASCII digits.
        case digits(Int)
        /// That many ASCII capitals.
        case capitals(Int)
        /// Exactly this.
        case literal(String)
        /// These places, or nothing.
        case optional([Place])

        /// The place as a regular expression.
        var pattern: String {
            switch self {
            case .digits(let count): "[0-9]{\(count)}"
            case .capitals(let count): "[A-Z]{\(count)}"
            case .literal(let text): text
            case .optional(let places): "(" + places.map(\.pattern).joined() + ")?"
            }
        }

        /// Whether a text is made of the places and nothing else.
        static func match(_ places: ArraySlice<Place>, _ text: ArraySlice<Unicode.Scalar>) -> Bool {
            guard let first = places.first else { return text.isEmpty }
            let rest = places.dropFirst()
            switch first {
            case .digits(let count):
                return head(of: text, count: count) { ("0"..."9").contains($0) }
                    && match(rest, text.dropFirst(count))
            case .capitals(let count):
                return head(of: text, count: count) { ("A"..."Z").contains($0) }
                    && match(rest, text.dropFirst(count))
            case .literal(let literal):
                let scalars = Array(literal.unicodeScalars)
                return text.starts(with: scalars) && match(rest, text.dropFirst(scalars.count))
            case .optional(let places):
                return match(places + rest, text) || match(rest, text)
            }
        }

        private static func head(
            of text: ArraySlice<Unicode.Scalar>, count: Int, are isGood: (Unicode.Scalar) -> Bool
        ) -> Bool {
            text.count >= count && text.prefix(count).allSatisfy(isGood)
        }
    }
}
