import Administration
import Timekeeping

/// A field of a form, and how what is typed becomes a member of the operation's body.
struct Field: Sendable {
    /// One of several values.
    struct Option: Sendable {
        let value: String
        let label: String

        init(_ value: String, _ label: String? = nil) {
            self.value = value
            self.label = label ?? value
        }
    }

    enum Kind: Sendable {
        case line
        /// A secret, which is never shown again.
        case secret
        /// A text of several lines.
        case block
        case number(ClosedRange<Int64>)
        case choice([Option])
        /// A choice whose values are whole numbers in JSON.
        case amount([Option])
        case several([Option])
        /// Several texts, one a line.
        case lines
        /// A day and time in UTC.
        case moment
        case check
    }

    /// What the body has where nothing is typed.
    enum Emptiness: Sendable {
        /// No such member.
        case missing
        /// An empty text.
        case text
        /// `null`, which takes a value away.
        case null
    }

    let name: String
    let label: String
    var kind = Kind.line
    var hint: String?
    var values: [String] = []
    var isRequired = false
    /// What it means that nothing is typed.
    var emptiness = Emptiness.missing
    /// What is wrong with what was typed.
    var fault: String?

    init(
        _ name: String, _ label: String, _ kind: Kind = .line, hint: String? = nil, value: String? = nil,
        values: [String] = [], required isRequired: Bool = false, empty emptiness: Emptiness = .missing
    ) {
        self.name = name
        self.label = label
        self.kind = kind
        self.hint = hint
        self.values = value.map { [$0] } ?? values
        self.isRequired = isRequired
        self.emptiness = emptiness
    }

    /// The member of the body; `nil` where it is to be missing.
    var member: JSONDocument.Member? {
        let first = values.first ?? ""
        switch kind {
        case .several: return .init(name, .texts(values))
        case .check: return .init(name, .boolean(!values.isEmpty))
        case .lines:
            let lines = values.flatMap { $0.split { $0.isWhitespace || $0 == "," } }.map(String.init)
            return .init(name, .texts(lines))
        case _ where first.isEmpty:
            switch emptiness {
            case .missing: return nil
            case .text: return .init(name, .text(""))
            case .null: return .init(name, .null)
            }
        case .line, .secret, .block, .choice: return .init(name, .text(first))
        case .number, .amount: return .init(name, Int64(first).map(JSONDocument.integer) ?? .text(first))
        case .moment:
            // What browsers send has no seconds and no zone.
            let text = first.utf8.count == 16 ? first + ":00Z" : first.hasSuffix("Z") ? first : first + "Z"
            return .init(name, .text(text))
        }
    }

    /// Whether a fault of the body's member concerns this field.
    func isNamed(by pointer: String) -> Bool {
        let member = pointer.dropFirst().prefix { $0 != "/" }
        return member == name || member + "s" == name
    }
}
