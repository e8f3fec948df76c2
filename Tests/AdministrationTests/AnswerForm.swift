import Administration
import Timekeeping

/// Holds an answer to the schema that the document gives of it: exactly its members, each of its form.
enum AnswerForm {
    /// An answer is not what the document says.
    struct Mismatch: Error { let place: String }

    static func require(_ document: JSONDocument, _ schema: AdminSchema) throws {
        guard schema.isList else { return try object(document, schema.fields, at: schema.name, schema.isOpen) }
        guard case .list(let items) = document["items"], document["next"] != nil else {
            throw Mismatch(place: "\(schema.name) list")
        }
        for item in items { try object(item, schema.fields, at: schema.name, schema.isOpen) }
    }

    private static func object(
        _ document: JSONDocument, _ fields: [AdminField], at place: String, _ isOpen: Bool
    ) throws {
        let names = document.members.map(\.name)
        let known = fields.map(\.name)
        guard isOpen ? Set(known).isSubset(of: names) : Set(names) == Set(known) else {
            throw Mismatch(place: "\(place): \(Set(names).symmetricDifference(known).sorted())")
        }
        for field in fields {
            guard let value = document[field.name], isGood(value, field) else {
                throw Mismatch(place: "\(place)/\(field.name)")
            }
            switch (field.form, value) {
            case (.record(let inner), .object): try object(value, inner, at: "\(place)/\(field.name)", false)
            case (.records(let inner), .list(let items)):
                for item in items { try object(item, inner, at: "\(place)/\(field.name)", false) }
            default: break
            }
        }
    }

    private static func isGood(_ value: JSONDocument, _ field: AdminField) -> Bool {
        switch (field.form, value) {
        case (_, .null): field.isNullable
        case (.text(let maximum), .text(let text)): text.unicodeScalars.count <= maximum
        case (.word(let words), .text(let text)): words.contains(text)
        case (.integer(let range), .integer(let number)): range.contains(number)
        case (.boolean, .boolean), (.moment, .moment), (.texts, .list), (.record, .object), (.records, .list): true
        case (.day, .text(let text)): Day(text: text) != nil
        case (.moment, .text(let text)): Timestamp(iso8601: text) != nil
        default: false
        }
    }
}
