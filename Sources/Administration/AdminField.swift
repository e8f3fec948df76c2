import JOSE
import Registry

/// A member of a body, a query parameter, or a member of an answer: the document's part and the rule that requests are
/// held to are one thing.
package struct AdminField: Sendable {
    /// Which values there are.
    package enum Form: Sendable {
        /// A text of at most so many characters.
        case text(maximumCharacters: Int = RegistryLimits.labelCharacters)
        /// One of these words.
        case word([String])
        /// A whole number.
        case integer(ClosedRange<Int64>)
        /// Yes or no.
        case boolean
        /// A point in time, ISO 8601.
        case moment
        /// A calendar day.
        case day
        /// Texts in order.
        case texts
        /// Where a page begins, as an answer said.
        case cursor
        /// Any object.
        case object
        /// A record of its own.
        case record([AdminField])
        /// Records in order.
        case records([AdminField])
    }

    /// Its name, `snake_case`.
    package let name: String
    /// What it is.
    package let summary: String
    /// Which values there are.
    package let form: Form
    /// Whether a request must have it.
    package var isRequired = false
    /// Whether it can be `null`: in a request, to take a value away; in an answer, where there is none.
    package var isNullable = false

    /// Describes a field.
    package init(
        _ name: String, _ form: Form, _ summary: String, required isRequired: Bool = false,
        nullable isNullable: Bool = false
    ) {
        self.name = name
        self.form = form
        self.summary = summary
        self.isRequired = isRequired
        self.isNullable = isNullable
    }

    /// What a value must be, for an error.
    var expectation: String {
        switch form {
        case .text(let maximum): "Expected a string of at most \(maximum) characters."
        case .word(let words): "Expected one of: \(words.joined(separator: ", "))."
        case .integer(let range): "Expected a whole number from \(range.lowerBound) to \(range.upperBound)."
        case .day: "Expected a day such as 2026-01-31."
        case .boolean: "Expected true or false."
        case .moment: "Expected a point in time such as 2026-01-31T12:00:00Z."
        case .texts: "Expected an array of strings."
        case .cursor: "This is no cursor of this list in this order. Take `next` of the page before."
        case .object: "Expected an object."
        case .record: "Expected an object."
        case .records: "Expected an array of objects."
        }
    }
}

extension AdminField.Form {
    /// One of the words of a choice.
    static func word<Choice: CaseIterable & RawRepresentable<String>>(of choice: Choice.Type) -> AdminField.Form {
        .word(choice.allCases.map(\.rawValue))
    }
}
