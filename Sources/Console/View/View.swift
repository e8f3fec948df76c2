import Mustache

/// What a template is filled with: texts, which the template escapes, and what decides which parts of it are shown.
enum View: Sendable {
    /// A text.
    case text(String)
    /// Whether a part is shown.
    case flag(Bool)
    /// Parts in order.
    case list([View])
    /// Values by name.
    case object([String: View])

    /// A text, or nothing to be shown.
    static func text(ifPresent text: String?) -> View { text.map(View.text) ?? .flag(false) }

    /// In the form that the template engine knows.
    var filling: Any {
        switch self {
        case .text(let text): Self.separated(text)
        case .flag(let flag): flag
        case .list(let views): views.map(\.filling)
        case .object: self
        }
    }

    /// The engine escapes character by character, so that `<` with a combining mark behind it is another character for
    /// it, and passes. A word joiner, which is not seen and combines with nothing, parts the two.
    static func separated(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
        var separated = ""
        for character in text {
            guard character.unicodeScalars.count > 1, character.unicodeScalars.contains(where: markup.contains) else {
                separated.append(character)
                continue
            }
            for scalar in character.unicodeScalars {
                separated.unicodeScalars.append(scalar)
                if markup.contains(scalar) { separated.unicodeScalars.append("\u{2060}") }
            }
        }
        return separated
    }

    private static let markup: Set<Unicode.Scalar> = ["<", ">", "&", "\"", "'"]
}

extension View: MustacheParent {
    /// A value by its name.
    func child(named name: String) -> Any? {
        guard case .object(let values) = self else { return nil }
        return values[name]?.filling
    }
}

extension View: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral {
    /// A text.
    init(stringLiteral value: String) { self = .text(value) }

    /// Whether a part is shown.
    init(booleanLiteral value: Bool) { self = .flag(value) }
}

extension View: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral {
    /// Values by name.
    init(dictionaryLiteral elements: (String, View)...) {
        self = .object(Dictionary(elements) { _, last in last })
    }

    /// Parts in order.
    init(arrayLiteral elements: View...) { self = .list(elements) }
}
