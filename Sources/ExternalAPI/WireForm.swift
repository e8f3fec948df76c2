import ExternalRecords

/// One member of an object on the wire: what the document says of it and how an answer gets its value.
struct WireMember<Value>: Sendable {
    let name: String
    let schema: JSONValue
    let read: @Sendable (Value) -> JSONValue
}

/// An object of the API. The document's schema and the answers both come from the same list of members, so they cannot
/// differ.
struct WireForm<Value>: Sendable {
    /// The name of the schema in the document.
    let name: String
    let summary: String
    let members: [WireMember<Value>]

    init(_ name: String, _ summary: String, _ members: [WireMember<Value>]) {
        self.name = name
        self.summary = summary
        self.members = members
    }

    /// The value as it is sent: every member, null where nothing is known.
    func json(_ value: Value) -> JSONValue {
        .object(members.map { JSONValue.Member($0.name, $0.read(value)) })
    }

    /// The value as it is sent, null where there is none.
    func json(_ value: Value?) -> JSONValue {
        value.map { json($0) } ?? .null
    }

    /// The schema under its name, for the document's components.
    var component: JSONValue.Member {
        JSONValue.Member(
            name,
            [
                "type": "object", "description": .text(summary),
                "required": .array(members.map { .text($0.name) }),
                "properties": .object(members.map { JSONValue.Member($0.name, $0.schema) }),
            ])
    }
}

extension WireMember {
    /// A text that is always there.
    static func text(
        _ name: String, _ summary: String, _ extra: JSONValue = [:], read: @escaping @Sendable (Value) -> String
    ) -> WireMember {
        let schema: JSONValue = ["type": "string", "description": .text(summary)]
        return WireMember(name: name, schema: schema.adding(extra)) { .text(read($0)) }
    }

    /// A text that can be null.
    static func optionalText(
        _ name: String, _ summary: String, _ extra: JSONValue = [:], read: @escaping @Sendable (Value) -> String?
    ) -> WireMember {
        let schema: JSONValue = ["type": ["string", "null"], "description": .text(summary)]
        return WireMember(name: name, schema: schema.adding(extra)) { JSONValue(read($0)) }
    }

    /// A number that can be null.
    static func optionalNumber(
        _ name: String, _ summary: String, _ extra: JSONValue = [:], read: @escaping @Sendable (Value) -> Double?
    ) -> WireMember {
        let schema: JSONValue = ["type": ["number", "null"], "description": .text(summary)]
        return WireMember(name: name, schema: schema.adding(extra)) { read($0).map(JSONValue.number) ?? .null }
    }

    /// A truth value.
    static func flag(
        _ name: String, _ summary: String, read: @escaping @Sendable (Value) -> Bool
    ) -> WireMember {
        WireMember(name: name, schema: ["type": "boolean", "description": .text(summary)]) { .bool(read($0)) }
    }

    /// A date that is always there.
    static func date(
        _ name: String, _ summary: String, read: @escaping @Sendable (Value) -> CalendarDate
    ) -> WireMember {
        text(name, summary, ["format": "date"]) { read($0).description }
    }

    /// A date that can be null.
    static func optionalDate(
        _ name: String, _ summary: String, read: @escaping @Sendable (Value) -> CalendarDate?
    ) -> WireMember {
        optionalText(name, summary, ["format": "date"]) { read($0)?.description }
    }

    /// A word of a closed set.
    static func word<Word: Vocabulary>(
        _ name: String, _ summary: String, read: @escaping @Sendable (Value) -> Word
    ) -> WireMember {
        text(name, summary, ["enum": .array(Word.allCases.map { .text($0.rawValue) })]) { read($0).rawValue }
    }

    /// A word of a closed set, or null.
    static func optionalWord<Word: Vocabulary>(
        _ name: String, _ summary: String, read: @escaping @Sendable (Value) -> Word?
    ) -> WireMember {
        let words = Word.allCases.map { JSONValue.text($0.rawValue) }
        return optionalText(name, summary, ["enum": .array(words + [.null])]) { read($0)?.rawValue }
    }

    /// An object of another form.
    static func object<Inner>(
        _ name: String, _ form: WireForm<Inner>, read: @escaping @Sendable (Value) -> Inner
    ) -> WireMember {
        WireMember(name: name, schema: JSONValue.reference(form.name)) { form.json(read($0)) }
    }

    /// An object of another form, or null.
    static func optionalObject<Inner>(
        _ name: String, _ form: WireForm<Inner>, read: @escaping @Sendable (Value) -> Inner?
    ) -> WireMember {
        let schema: JSONValue = ["anyOf": [JSONValue.reference(form.name), ["type": "null"]]]
        return WireMember(name: name, schema: schema) { form.json(read($0)) }
    }

    /// Objects of another form.
    static func list<Inner>(
        _ name: String, _ form: WireForm<Inner>, _ summary: String, read: @escaping @Sendable (Value) -> [Inner]
    ) -> WireMember {
        let schema: JSONValue = [
            "type": "array", "description": .text(summary), "items": JSONValue.reference(form.name),
        ]
        return WireMember(name: name, schema: schema) { .array(read($0).map { form.json($0) }) }
    }
}

extension JSONValue {
    /// A reference to a schema of the document.
    static func reference(_ name: String) -> JSONValue {
        ["$ref": "#/components/schemas/\(name)"]
    }
}
