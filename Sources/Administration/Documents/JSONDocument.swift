package import Timekeeping

/// What a command has to tell, as a value: written as JSON for programs, shown as tables and lists for people.
package enum JSONDocument: Hashable, Sendable {
    /// There is no value.
    case null
    /// Yes or no.
    case boolean(Bool)
    /// A whole number.
    case integer(Int64)
    /// A text.
    case text(String)
    /// A point in time; ISO 8601 in UTC.
    case moment(Timestamp)
    /// Values in order.
    case list([JSONDocument])
    /// Named values in order.
    case object([Member])

    /// One named value.
    package struct Member: Hashable, Sendable {
        /// The name, in `snake_case`.
        package let name: String
        /// The value.
        package let value: JSONDocument

        package init(_ name: String, _ value: JSONDocument) {
            self.name = name
            self.value = value
        }
    }

    /// A text, or null.
    package static func text(ifPresent text: String?) -> JSONDocument { text.map(JSONDocument.text) ?? .null }

    /// A point in time, or null.
    package static func moment(ifPresent moment: Timestamp?) -> JSONDocument {
        moment.map(JSONDocument.moment) ?? .null
    }

    /// A list of texts.
    package static func texts(_ texts: [String]) -> JSONDocument { .list(texts.map(JSONDocument.text)) }

    /// The members of an object; of anything else none.
    package var members: [Member] {
        guard case .object(let members) = self else { return [] }
        return members
    }

    /// The values of a list; of anything else none.
    package var items: [JSONDocument] {
        if case .list(let items) = self { items } else { [] }
    }

    /// The text; `nil` for anything else.
    package var textValue: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// The member of that name of an object.
    package subscript(name: String) -> JSONDocument? {
        members.first { $0.name == name }?.value
    }

    /// An object with further members at its end.
    package func adding(_ further: [Member]) -> JSONDocument { .object(members + further) }
}

extension JSONDocument: ExpressibleByDictionaryLiteral {
    /// An object in the order written.
    package init(dictionaryLiteral elements: (String, JSONDocument)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }
}

extension JSONDocument: ExpressibleByStringLiteral {
    /// A text.
    package init(stringLiteral value: String) { self = .text(value) }
}
