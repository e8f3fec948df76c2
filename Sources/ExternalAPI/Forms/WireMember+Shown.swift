import JOSE
import Timekeeping

/// Members that no request changes.
extension WireMember {
    /// A member of a form that only answers have.
    static func shown(
        _ name: String, _ schema: JSONValue, _ read: @escaping @Sendable (Value) -> JSONValue
    ) -> WireMember {
        WireMember(name: name, schema: schema, read: read, writing: .refused("Leave it out."))
    }

    /// A text that answers have.
    static func shownText(
        _ name: String, _ summary: String, _ extra: JSONValue = [:],
        _ read: @escaping @Sendable (Value) -> String
    ) -> WireMember {
        let schema: JSONValue = ["type": "string", "description": .text(summary)]
        return shown(name, schema.adding(extra)) { .text(read($0)) }
    }

    /// A text that answers have, or null.
    static func shownOptionalText(
        _ name: String, _ summary: String, _ extra: JSONValue = [:],
        _ read: @escaping @Sendable (Value) -> String?
    ) -> WireMember {
        let schema: JSONValue = ["type": ["string", "null"], "description": .text(summary)]
        return shown(name, schema.adding(extra)) { JSONValue(read($0)) }
    }

    /// A truth value that answers have.
    static func shownFlag(
        _ name: String, _ summary: String, _ read: @escaping @Sendable (Value) -> Bool
    ) -> WireMember {
        shown(name, ["type": "boolean", "description": .text(summary)]) { .bool(read($0)) }
    }

    /// A moment that answers have.
    static func shownMoment(
        _ name: String, _ summary: String, _ read: @escaping @Sendable (Value) -> Timestamp
    ) -> WireMember {
        shownText(name, summary, momentSchema) { read($0).description }
    }

    /// An object that answers have.
    static func shownObject<Inner>(
        _ name: String, _ form: WireForm<Inner>, _ read: @escaping @Sendable (Value) -> Inner
    ) -> WireMember {
        shown(name, JSONValue.reference(form.name)) { form.json(read($0)) }
    }

    /// Objects that answers have.
    static func shownList<Inner>(
        _ name: String, _ form: WireForm<Inner>, _ summary: String, _ read: @escaping @Sendable (Value) -> [Inner]
    ) -> WireMember {
        shown(
            name, ["type": "array", "description": .text(summary), "items": JSONValue.reference(form.name)]
        ) { .array(read($0).map { form.json($0) }) }
    }

    /// A text that answers have and that a request may send back: it must be a text of the rule, and changes nothing.
    static func echoedText(
        _ name: String, _ summary: String, _ rule: TextRule = .line(0...FormLimits.lineScalars),
        _ read: @escaping @Sendable (Value) -> String
    ) -> WireMember {
        let schema: JSONValue = [
            "type": ["string", "null"],
            "description": .text(
                summary + " A request may send it back, and changes "
                    + "nothing by it."),
        ]
        return WireMember(
            name: name, schema: schema.adding(rule.schema), read: { .text(read($0)) },
            writing: .ignored { found, reading in
                guard case .string(let text) = found else {
                    reading.note(found, insteadOf: rule.expectation)
                    return
                }
                if !rule.accepts(text) { reading.note("A string that is not \(rule.expectation).") }
            })
    }

    /// A moment that a request may send back; only requests have the member in this form.
    static func echoedMoment(_ name: String, _ summary: String) -> WireMember {
        let rule = TextRule(schema: momentSchema, expectation: "a date and time of RFC 3339") {
            Timestamp(rfc3339: $0) != nil
        }
        let member = echoedText(name, summary, rule) { _ in "" }
        return WireMember(name: name, schema: member.schema, read: nil, writing: member.writing)
    }

    /// An object that answers have, or null, and that a request may send back.
    static func echoedObject<Inner>(
        _ name: String, _ form: WireForm<Inner>, _ read: @escaping @Sendable (Value) -> Inner?
    ) -> WireMember {
        WireMember(
            name: name, schema: JSONValue.nullable(form.name), read: { form.json(read($0)) },
            writing: .ignored { found, reading in _ = form.take(found, &reading) })
    }

    /// A member that only requests have.
    var unread: WireMember { WireMember(name: name, schema: schema, read: nil, writing: writing) }

    /// A member that answers have and that a request must not send.
    static func refused(_ name: String, _ advice: String) -> WireMember {
        WireMember(name: name, schema: [:], read: nil, writing: .refused(advice))
    }

    private static var momentSchema: JSONValue { ["format": "date-time", "examples": ["2026-11-24T22:37:38.120Z"]] }
}
