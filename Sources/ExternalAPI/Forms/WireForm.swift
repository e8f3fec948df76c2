import JOSE

/// One member of an object on the wire: what the document says of it, how an answer gets its value, and what a request
/// may send.
struct WireMember<Value>: Sendable {
    /// What a request may do with a member.
    enum Writing: Sendable {
        /// Take it into the value, which must be there and not null where it is required.
        case taken(isRequired: Bool, @Sendable (BodyValue, inout Value, inout BodyReading) -> Void)
        /// Send it in the form in which it was read; it changes nothing.
        case ignored(@Sendable (BodyValue, inout BodyReading) -> Void)
        /// Not send it; with what to do instead.
        case refused(String)
    }

    /// Where a value has a member.
    typealias Path<Member> = WritableKeyPath<Value, Member> & Sendable

    let name: String
    let schema: JSONValue
    /// How an answer gets the value; `nil` where only requests have the member.
    let read: (@Sendable (Value) -> JSONValue)?
    let writing: Writing

    /// The same member of a value that holds the first one.
    func lifted<Outer>(_ path: any WireMember<Outer>.Path<Value>) -> WireMember<Outer> {
        let writing: WireMember<Outer>.Writing =
            switch writing {
            case .taken(let isRequired, let take):
                .taken(isRequired: isRequired) { found, value, reading in take(found, &value[keyPath: path], &reading) }
            case .ignored(let check): .ignored(check)
            case .refused(let advice): .refused(advice)
            }
        let read = read.map { read in { @Sendable (outer: Outer) in read(outer[keyPath: path]) } }
        return WireMember<Outer>(name: name, schema: schema, read: read, writing: writing)
    }
}

/// A rule that joins members of an object: the same one is published in the document and held to when a body is read.
struct WireRule<Value>: Sendable {
    /// What the document adds to the object's schema.
    let schema: JSONValue
    /// Notes what breaks the rule.
    let check: @Sendable (Value, inout BodyReading) -> Void
}

/// An object of the API. The document's schema, the answers and the reading of requests all come from the same list of
/// members, so they cannot differ.
struct WireForm<Value>: Sendable {
    /// The name of the schema in the document.
    let name: String
    let summary: String
    /// What members of a request are taken into; `nil` for a form that only answers have.
    let blank: (@Sendable () -> Value)?
    let members: [WireMember<Value>]
    let rules: [WireRule<Value>]

    /// A form that answers have.
    init(_ name: String, _ summary: String, _ members: [WireMember<Value>]) {
        self.name = name
        self.summary = summary
        blank = nil
        self.members = members
        rules = []
    }

    /// A form that requests have, and mostly answers too.
    init(
        _ name: String, _ summary: String, blank: @escaping @autoclosure @Sendable () -> Value,
        _ members: [WireMember<Value>], rules: [WireRule<Value>] = []
    ) {
        self.name = name
        self.summary = summary
        self.blank = blank
        self.members = members
        self.rules = rules
    }

    /// The value as it is sent: every member, null where nothing is known.
    func json(_ value: Value) -> JSONValue {
        .object(members.compactMap { member in member.read.map { JSONValue.Member(member.name, $0(value)) } })
    }

    /// The value as it is sent, null where there is none.
    func json(_ value: Value?) -> JSONValue {
        value.map { json($0) } ?? .null
    }

    /// Takes an object of a request. All faults are noted; the value is whole only where there are none.
    func take(_ found: BodyValue, _ reading: inout BodyReading) -> Value? {
        guard var value = blank?() else { return nil }
        guard case .object(let object) = found else {
            reading.note(found, insteadOf: "an object")
            return nil
        }
        let before = reading.faults.count
        for member in members { take(member, of: object, into: &value, &reading) }
        for name in object.names.sorted() where !members.contains(where: { $0.name == name }) {
            reading.inside(EchoedName.text(name)) { $0.note(unknown(name)) }
        }
        // Members that are wrong themselves would break rules that they have nothing to do with.
        guard reading.faults.count == before else { return nil }
        for rule in rules { rule.check(value, &reading) }
        return value
    }

    private func take(
        _ member: WireMember<Value>, of object: JSONObject, into value: inout Value, _ reading: inout BodyReading
    ) {
        let found = object[member.name]
        reading.inside(member.name) { reading in
            switch member.writing {
            case .taken(let isRequired, let take):
                if let found, found != .null {
                    take(found, &value, &reading)
                } else if isRequired {
                    let what = member.schema["description"]?.textValue.map { " It is: \($0)" } ?? ""
                    reading.note((found == nil ? "The member is missing." : "Null, where a value is needed.") + what)
                }
            case .ignored(let check):
                if let found, found != .null { check(found, &reading) }
            case .refused(let advice):
                if found != nil { reading.note("The member is not sent. \(advice)") }
            }
        }
    }

    private func unknown(_ name: String) -> String {
        let known = members.filter { if case .refused = $0.writing { false } else { true } }.map(\.name)
        guard let near = nearestName(to: name, among: known) else {
            return "There is no member of this name here. Known are: \(known.joined(separator: ", "))."
        }
        return "There is no member of this name here. Did you mean \(near)?"
    }

    /// The schema under its name, for the document's components.
    var component: JSONValue.Member {
        let required = members.filter { member in
            switch member.writing {
            case .taken(let isRequired, _): isRequired
            case .ignored, .refused: blank == nil && member.read != nil
            }
        }
        let shown = members.filter { member in
            // Where there are no requests, everything is read and nothing can be sent.
            if case .refused = member.writing { blank == nil } else { true }
        }
        var schema: JSONValue = ["type": "object", "description": .text(summary)]
        if !required.isEmpty { schema = schema.adding(["required": .array(required.map { .text($0.name) })]) }
        schema = schema.adding([
            "properties": .object(shown.map { JSONValue.Member($0.name, $0.schema) }),
            "additionalProperties": false,
        ])
        return JSONValue.Member(name, rules.reduce(schema) { $0.adding($1.schema) })
    }
}

/// The name of an unknown member as it may be repeated: short, and of printable ASCII.
enum EchoedName {
    static func text(_ name: String) -> String {
        let shown = name.unicodeScalars.prefix(60).map { scalar in
            (0x21...0x7E).contains(scalar.value) ? Character(scalar) : "?"
        }
        return String(shown)
    }
}

extension JSONValue {
    /// A reference to a schema of the document.
    static func reference(_ name: String) -> JSONValue {
        ["$ref": "#/components/schemas/\(name)"]
    }

    /// The text, where this is one.
    var textValue: String? {
        if case .text(let text) = self { text } else { nil }
    }
}
