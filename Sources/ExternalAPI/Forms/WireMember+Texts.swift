import ExternalRecords
import JOSE

/// Members that are texts.
extension WireMember {
    private typealias Take = @Sendable (BodyValue, inout Value, inout BodyReading) -> Void

    /// A text that is always there.
    static func text(
        _ name: String, _ summary: String, _ path: any Path<String>, _ rule: TextRule = .line()
    ) -> WireMember {
        member(name, summary, rule, read: { $0[keyPath: path] }, isRequired: true) { $0[keyPath: path] = $1 }
    }

    /// A text that can be null.
    static func optionalText(
        _ name: String, _ summary: String, _ path: any Path<String?>,
        _ rule: TextRule = .line(0...FormLimits.lineScalars)
    ) -> WireMember {
        optionalMember(name, summary, rule, read: { $0[keyPath: path] }) { $0[keyPath: path] = $1 }
    }

    /// A date that is always there.
    static func date(
        _ name: String, _ summary: String, _ path: any Path<CalendarDate>
    ) -> WireMember {
        member(name, summary, .date, read: { $0[keyPath: path].description }, isRequired: true) { value, text in
            if let date = CalendarDate(text) { value[keyPath: path] = date }
        }
    }

    /// A date that can be null.
    static func optionalDate(
        _ name: String, _ summary: String, _ path: any Path<CalendarDate?>
    ) -> WireMember {
        optionalMember(name, summary, .date, read: { $0[keyPath: path]?.description }) { value, text in
            value[keyPath: path] = CalendarDate(text)
        }
    }

    /// A word of a closed set.
    static func word<Word: Vocabulary>(
        _ name: String, _ summary: String, _ path: any Path<Word>
    ) -> WireMember {
        let rule = TextRule.word(Word.self, orNull: false)
        return member(name, summary, rule, read: { $0[keyPath: path].rawValue }, isRequired: true) { value, text in
            if let word = Word(rawValue: text) { value[keyPath: path] = word }
        }
    }

    /// A word of a closed set, or null.
    static func optionalWord<Word: Vocabulary>(
        _ name: String, _ summary: String, _ path: any Path<Word?>
    ) -> WireMember {
        let rule = TextRule.word(Word.self, orNull: true)
        return optionalMember(name, summary, rule, read: { $0[keyPath: path]?.rawValue }) { value, text in
            value[keyPath: path] = Word(rawValue: text)
        }
    }

    /// The id of a record that must be there.
    static func identifier(
        _ name: String, _ summary: String, of what: String, example: String,
        _ path: any Path<RecordIdentifier>
    ) -> WireMember {
        let rule = TextRule.identifier(of: what, example: example)
        return member(name, summary, rule, read: { $0[keyPath: path].text }, isRequired: true) { value, text in
            if let id = RecordIdentifier(text) { value[keyPath: path] = id }
        }
    }

    private static func member(
        _ name: String, _ summary: String, _ rule: TextRule, read: @escaping @Sendable (Value) -> String,
        isRequired: Bool, set: @escaping @Sendable (inout Value, String) -> Void
    ) -> WireMember {
        let schema: JSONValue = ["type": "string", "description": .text(summary)]
        return WireMember(
            name: name, schema: schema.adding(rule.schema), read: { .text(read($0)) },
            writing: .taken(isRequired: isRequired, take(rule, set)))
    }

    private static func optionalMember(
        _ name: String, _ summary: String, _ rule: TextRule, read: @escaping @Sendable (Value) -> String?,
        set: @escaping @Sendable (inout Value, String) -> Void
    ) -> WireMember {
        let schema: JSONValue = ["type": ["string", "null"], "description": .text(summary)]
        return WireMember(
            name: name, schema: schema.adding(rule.schema), read: { JSONValue(read($0)) },
            writing: .taken(isRequired: false, take(rule, set)))
    }

    private static func take(
        _ rule: TextRule, _ set: @escaping @Sendable (inout Value, String) -> Void
    ) -> Take {
        { found, value, reading in
            guard case .string(let text) = found else {
                reading.note(found, insteadOf: rule.expectation)
                return
            }
            guard rule.accepts(text) else {
                reading.note("A string that is not \(rule.expectation).")
                return
            }
            set(&value, text)
        }
    }
}
