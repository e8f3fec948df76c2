import JOSE
import Registry

/// Where a page of a list begins, as callers see it: not to be read or made by them.
struct ListCursor: Hashable, Sendable {
    /// The order of the list, as the parameter `order` names it.
    let order: String
    /// The last row of the page before.
    let place: RegistrySearch.Place

    /// The cursor behind a row.
    init(order: String, place: RegistrySearch.Place) {
        self.order = order
        self.place = place
    }

    /// Reads what ``text`` gave. `nil` for anything else.
    init?(text: String) {
        guard text.utf8.count <= AdminLimits.cursorCharacters, let bytes = Base64URL.decode(text.utf8),
            let decoded = String(validating: bytes, as: UTF8.self)
        else { return nil }
        let parts = decoded.split(separator: Self.separator, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[2].isEmpty else { return nil }
        self.init(
            order: String(parts[0]),
            place: RegistrySearch.Place(value: String(parts[1]), identifier: String(parts[2])))
    }

    /// The cursor as text.
    var text: String {
        Base64URL.encode(Array([order, place.value, place.identifier].joined(separator: Self.separator).utf8))
    }

    /// What no name and no identifier has in it.
    private static let separator = "\u{0}"
}
