import ExternalAPI
import ExternalRecords

/// Makes up values that fit a schema of the document, and values with one fault.
struct SchemaGenerator {
    let document: JSONValue
    var random: SeededGenerator

    init(document: JSONValue, seed: UInt64) {
        self.document = document
        random = SeededGenerator(seed: seed)
    }

    /// The schema that a reference leads to; the schema itself where it is none.
    func resolved(_ schema: JSONValue) -> JSONValue {
        guard case .text(let reference) = schema["$ref"] else { return schema }
        return document["components"]?["schemas"]?[String(reference.split(separator: "/").last ?? "")] ?? .null
    }

    /// A value that fits.
    mutating func value(_ schema: JSONValue) -> JSONValue {
        let schema = resolved(schema)
        if schema["properties"] != nil { return object(schema) }
        if case .array(let choices) = schema["anyOf"], let first = choices.first {
            return random.chance(percent: 30) ? .null : value(first)
        }
        if case .array(let words) = schema["enum"] { return random.pick(words) }
        if schema.allowsNull, random.chance(percent: 30) { return .null }
        switch schema.mainType {
        case "string": return .text(text(schema))
        case "boolean": return .bool(random.chance(percent: 50))
        case "integer":
            return .integer(random.number(in: (schema["minimum"]?.int ?? 0)...(schema["maximum"]?.int ?? 9)))
        case "number": return .number(Double(random.number(in: 0...(schema["maximum"]?.int ?? 9) * 2)) / 2)
        case "array":
            let items = schema["items"] ?? .null
            return .array((0..<random.number(in: 0...3)).map { _ in value(items) })
        default: return .null
        }
    }

    private mutating func object(_ schema: JSONValue) -> JSONValue {
        guard case .object(let properties) = schema["properties"] else { return [:] }
        var branch: JSONValue = [:]
        if case .array(let branches) = schema["anyOf"] { branch = random.pick(branches) }
        let required = schema.required + branch.required
        return .object(
            properties.compactMap { member in
                guard required.contains(member.name) || random.chance(percent: 60) else { return nil }
                var found = value(member.value)
                guard let narrowed = branch["properties"]?[member.name] else { return .init(member.name, found) }
                if narrowed["type"] == "null" { return .init(member.name, .null) }
                if let fixed = narrowed["const"] { return .init(member.name, fixed) }
                if case .array(let words) = narrowed["enum"] { return .init(member.name, random.pick(words)) }
                while found == .null { found = value(member.value) }
                return .init(member.name, found)
            })
    }

    private mutating func text(_ schema: JSONValue) -> String {
        switch schema["format"] {
        case "date": return day()
        case "date-time": return "\(day())T\(random.pick(["00", "23"])):59:\(random.pick(["00.5Z", "60+05:30", "01Z"]))"
        default: break
        }
        guard case .text(let pattern) = schema["pattern"] else { return "x" }
        return PatternText.text(of: pattern, &random)
    }

    private mutating func day() -> String {
        let year = random.number(in: 1...9_999)
        let date = CalendarDate(year: year, month: random.number(in: 1...12), day: random.number(in: 1...28))
        return date?.description ?? "2000-01-01"
    }

    /// A value with one fault, and the JSON Pointer of the fault.
    mutating func faulty(_ value: JSONValue, _ schema: JSONValue, at path: String = "") -> (JSONValue, String)? {
        let schema = resolved(schema)
        if schema["properties"] == nil, case .array(let choices) = schema["anyOf"], let first = choices.first {
            return value == .null ? (wrongKind(schema), path) : faulty(value, first, at: path)
        }
        switch value {
        case .object(let members): return faultyObject(members, schema, at: path)
        case .array(let items) where !items.isEmpty && random.chance(percent: 70):
            let index = random.number(in: 0...(items.count - 1))
            guard let (item, pointer) = faulty(items[index], schema["items"] ?? .null, at: "\(path)/\(index)") else {
                return nil
            }
            var changed = items
            changed[index] = item
            return (.array(changed), pointer)
        case .array(let items):
            guard let most = schema["maxItems"]?.int, random.chance(percent: 50), let first = items.first else {
                return (wrongKind(schema), path)
            }
            return (.array(Array(repeating: first, count: most + 1)), path)
        case .text: return (random.chance(percent: 50) ? wrongText(schema) : wrongKind(schema), path)
        case .integer, .number:
            let beyond = schema["maximum"]?.int.map { JSONValue.integer($0 + 1) } ?? wrongKind(schema)
            return (random.chance(percent: 50) ? beyond : wrongKind(schema), path)
        case .bool, .null: return (wrongKind(schema), path)
        }
    }

    private mutating func faultyObject(
        _ members: [JSONValue.Member], _ schema: JSONValue, at path: String
    ) -> (JSONValue, String)? {
        let required = members.filter { schema.required.contains($0.name) }
        switch random.number(in: 0...9) {
        case 0: return (.object(members + [.init("Surprise", 1)]), "\(path)/Surprise")
        case 1 where !required.isEmpty:
            let gone = random.pick(required).name
            return (.object(members.filter { $0.name != gone }), "\(path)/\(gone)")
        case 2 where !required.isEmpty:
            let gone = random.pick(required).name
            return (
                .object(members.map { $0.name == gone ? .init(gone, .null) : $0 }), "\(path)/\(gone)"
            )
        case 3 where !path.isEmpty: return (wrongKind(schema), path)
        default:
            guard !members.isEmpty else { return nil }
            let member = random.pick(members)
            let inner = schema["properties"]?[member.name] ?? .null
            guard let (changed, pointer) = faulty(member.value, inner, at: "\(path)/\(member.name)") else { return nil }
            return (
                .object(members.map { $0.name == member.name ? .init(member.name, changed) : $0 }), pointer
            )
        }
    }

    /// A value of a kind that the schema does not have.
    private mutating func wrongKind(_ schema: JSONValue) -> JSONValue {
        let others: [(String, JSONValue)] = [
            ("string", "text"), ("number", 7), ("boolean", true), ("array", [1]), ("object", ["a": 1]),
        ]
        let type = schema.mainType ?? (schema["anyOf"] != nil ? "object" : "")
        let wanted = type == "integer" ? "number" : type
        return random.pick(others.filter { $0.0 != wanted }.map(\.1))
    }

    /// A text that the schema does not take.
    private mutating func wrongText(_ schema: JSONValue) -> JSONValue {
        if case .text(let pattern) = schema["pattern"], pattern.contains("[^") {
            let most = schema["maxLength"]?.int ?? 0
            return random.chance(percent: 50) ? .text(String(repeating: "é", count: most + 1)) : "a\u{7F}b"
        }
        return random.pick(["", "1961-02-30", "nonsense", "12345678x", "oh", "Female "])
    }
}

extension JSONValue {
    fileprivate var allowsNull: Bool {
        guard case .array(let types) = self["type"] else { return false }
        return types.contains("null")
    }

    fileprivate var mainType: String? {
        switch self["type"] {
        case .text(let type): type
        case .array(let types): types.compactMap { if case .text(let type) = $0 { type } else { nil } }.first
        default: nil
        }
    }

    fileprivate var required: [String] {
        guard case .array(let names) = self["required"] else { return [] }
        return names.compactMap { if case .text(let name) = $0 { name } else { nil } }
    }

    fileprivate var int: Int? {
        switch self {
        case .integer(let number): number
        case .number(let number): Int(exactly: number)
        default: nil
        }
    }
}

/// Makes up texts of the patterns that the document has: classes with counts, literals, and parts that may be missing.
enum PatternText {
    private static let harmless: [Character] = [
        "a", "Z", "0", " ", "é", "ß", "\u{1F600}", "\"", "\\", "/", "<", "'", "\u{202E}",
    ]

    static func text(of pattern: String, _ random: inout SeededGenerator) -> String {
        var rest = Array(pattern.dropFirst().dropLast())[...]
        return sequence(&rest, &random)
    }

    private static func sequence(_ rest: inout ArraySlice<Character>, _ random: inout SeededGenerator) -> String {
        var text = ""
        while let next = rest.first, next != ")" {
            rest = rest.dropFirst()
            switch next {
            case "(":
                let part = sequence(&rest, &random)
                rest = rest.dropFirst(2)
                if random.chance(percent: 50) { text += part }
            case "[":
                let content = rest.prefix { $0 != "]" }
                rest = rest.dropFirst(content.count + 1)
                let choices = characters(String(content))
                for _ in 0..<count(&rest, &random) { text.append(random.pick(choices)) }
            default: text.append(next)
            }
        }
        return text
    }

    private static func characters(_ content: String) -> [Character] {
        switch content {
        case "0-9": Array("0123456789")
        case "A-Z": Array("ABCXYZ")
        default: harmless
        }
    }

    private static func count(_ rest: inout ArraySlice<Character>, _ random: inout SeededGenerator) -> Int {
        guard rest.first == "{" else { return 1 }
        let content = rest.dropFirst().prefix { $0 != "}" }
        rest = rest.dropFirst(content.count + 2)
        let numbers = String(content).split(separator: ",").compactMap { Int($0) }
        guard let least = numbers.first, let most = numbers.last else { return 1 }
        return random.chance(percent: 10) ? most : random.number(in: least...min(most, least + 12))
    }
}
