import JOSE

/// Members that are no texts.
extension WireMember {
    /// A number that can be null.
    static func optionalNumber(
        _ name: String, _ summary: String, in range: ClosedRange<Double>,
        _ path: any Path<Double?>
    ) -> WireMember {
        let expectation =
            "a number from \(JSONValue.number(range.lowerBound).text) to "
            + JSONValue.number(range.upperBound).text
        return WireMember(
            name: name,
            schema: [
                "type": ["number", "null"], "description": .text(summary), "minimum": .number(range.lowerBound),
                "maximum": .number(range.upperBound),
            ], read: { $0[keyPath: path].map(JSONValue.number) ?? .null },
            writing: .taken(isRequired: false) { found, value, reading in
                guard let number = found.number else { return reading.note(found, insteadOf: expectation) }
                guard range.contains(number) else { return reading.note("A number that is not \(expectation).") }
                value[keyPath: path] = number
            })
    }

    /// A whole number that is always there.
    static func integer(
        _ name: String, _ summary: String, in range: ClosedRange<Int>, _ path: any Path<Int>
    ) -> WireMember {
        let expectation = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return WireMember(
            name: name,
            schema: [
                "type": "integer", "description": .text(summary), "minimum": .integer(range.lowerBound),
                "maximum": .integer(range.upperBound),
            ], read: { .integer($0[keyPath: path]) },
            writing: .taken(isRequired: true) { found, value, reading in
                guard found.number != nil else { return reading.note(found, insteadOf: expectation) }
                guard let number = found.wholeNumber, range.contains(number) else {
                    return reading.note("A number that is not \(expectation).")
                }
                value[keyPath: path] = number
            })
    }

    /// A truth value that is always there.
    static func flag(
        _ name: String, _ summary: String, _ path: any Path<Bool>
    ) -> WireMember {
        WireMember(
            name: name, schema: ["type": "boolean", "description": .text(summary)],
            read: { .bool($0[keyPath: path]) }, writing: .taken(isRequired: true, take(path)))
    }

    /// A truth value that a request may leave out; then it is false.
    static func flagOrFalse(
        _ name: String, _ summary: String, _ path: any Path<Bool>
    ) -> WireMember {
        WireMember(
            name: name,
            schema: ["type": ["boolean", "null"], "description": .text(summary + " False where it is not sent.")],
            read: { .bool($0[keyPath: path]) }, writing: .taken(isRequired: false, take(path)))
    }

    private static func take(
        _ path: any Path<Bool>
    ) -> @Sendable (BodyValue, inout Value, inout BodyReading) -> Void {
        { found, value, reading in
            guard case .bool(let flag) = found else {
                reading.note(found, insteadOf: "true or false")
                return
            }
            value[keyPath: path] = flag
        }
    }

    /// An object of another form.
    static func object<Inner>(
        _ name: String, _ form: WireForm<Inner>, _ path: any Path<Inner>
    ) -> WireMember {
        WireMember(
            name: name, schema: JSONValue.reference(form.name), read: { form.json($0[keyPath: path]) },
            writing: .taken(isRequired: true) { found, value, reading in
                if let inner = form.take(found, &reading) { value[keyPath: path] = inner }
            })
    }

    /// An object of another form that a request may leave out; then it is empty.
    static func objectOrEmpty<Inner>(
        _ name: String, _ form: WireForm<Inner>, _ path: any Path<Inner>
    ) -> WireMember {
        WireMember(
            name: name, schema: JSONValue.nullable(form.name), read: { form.json($0[keyPath: path]) },
            writing: .taken(isRequired: false) { found, value, reading in
                if let inner = form.take(found, &reading) { value[keyPath: path] = inner }
            })
    }

    /// An object of another form, or null.
    static func optionalObject<Inner>(
        _ name: String, _ form: WireForm<Inner>, _ path: any Path<Inner?>
    ) -> WireMember {
        WireMember(
            name: name, schema: JSONValue.nullable(form.name), read: { form.json($0[keyPath: path]) },
            writing: .taken(isRequired: false) { found, value, reading in
                value[keyPath: path] = form.take(found, &reading)
            })
    }

    /// Objects of another form; none where a request leaves them out.
    static func list<Inner>(
        _ name: String, _ form: WireForm<Inner>, _ summary: String,
        _ path: any Path<[Inner]>
    ) -> WireMember {
        let most = FormLimits.listItems
        return WireMember(
            name: name,
            schema: [
                "type": ["array", "null"], "description": .text(summary), "items": JSONValue.reference(form.name),
                "maxItems": .integer(most),
            ], read: { .array($0[keyPath: path].map { form.json($0) }) },
            writing: .taken(isRequired: false) { found, value, reading in
                guard case .array(let items) = found else {
                    return reading.note(found, insteadOf: "a list of at most \(most) objects")
                }
                guard items.count <= most else { return reading.note("A list that has more than \(most) items.") }
                value[keyPath: path] = items.enumerated().compactMap { index, item in
                    reading.inside(String(index)) { form.take(item, &$0) }
                }
            })
    }
}

extension JSONValue {
    /// A reference to a schema of the document, or null.
    static func nullable(_ name: String) -> JSONValue {
        ["anyOf": [reference(name), ["type": "null"]]]
    }

    /// The value as text.
    var text: String { String(decoding: encoded, as: UTF8.self) }
}
