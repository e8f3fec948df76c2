import Administration
import Timekeeping

extension JSONDocument {
    /// A member's text; empty where there is none.
    func text(_ name: String) -> String {
        switch self[name] {
        case .text(let text): text
        case .moment(let moment): moment.description
        case .integer(let number): String(number)
        case .boolean(let flag): flag ? "yes" : "no"
        default: ""
        }
    }

    /// A member's texts.
    func texts(_ name: String) -> [String] {
        items(name).compactMap(\.textValue)
    }

    /// A member's records.
    func items(_ name: String = "items") -> [JSONDocument] {
        self[name]?.items ?? []
    }

    /// A member's point in time, or nothing.
    func moment(_ name: String) -> Cell { text(name).nonEmpty.map(Cell.moment) ?? .none }

    /// A member's text, or nothing.
    func cell(_ name: String) -> Cell { text(name).nonEmpty.map(Cell.text) ?? .none }

    /// A member's text as it is typed, or nothing.
    func code(_ name: String) -> Cell { text(name).nonEmpty.map(Cell.code) ?? .none }

    /// A member's texts as they are typed, or nothing.
    func codes(_ name: String) -> Cell { texts(name).joined(separator: " ").nonEmpty.map(Cell.code) ?? .none }

    /// The state of the record.
    func status(_ name: String = "status") -> Cell { .badge(Badge(status: text(name))) }

    /// Whether a secret that another one stands in the place of is used nevertheless.
    var succession: Cell {
        switch text("succession") {
        case "still_used": .badge(Badge("still used", .warning))
        case "unused": .badge(Badge("not used since", .good))
        default: .none
        }
    }
}
