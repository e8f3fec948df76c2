import Administration
import Journal
import Timekeeping

extension ChainedEntry {
    /// The entry as one line for people: when, what, where, and everything else by name.
    ///
    /// - Throws: `JournalDecodingError` when the entry was not written by a journal.
    func line() throws(JournalDecodingError) -> String {
        let told = try entry()
        return JournalPrinter.line(
            at: told.at.description, kind: told.kind.rawValue.printable, realm: told.realm?.printable,
            fields: told.fields.compactMap { field in field.value.shortText.map { (field.name, $0) } })
    }
}

extension JournalValue {
    /// The value in a line for people; `nil` where there is none.
    fileprivate var shortText: String? {
        switch self {
        case .text(let text): Self.quotedIfNeeded(text)
        case .integer(let number): String(number)
        case .texts(let texts): Self.quotedIfNeeded(texts.joined(separator: ","))
        case .fields(let fields):
            fields.isEmpty
                ? nil
                : "{"
                    + fields.compactMap { field in field.value.shortText.map { "\(field.name.printable)=\($0)" } }
                    .joined(separator: " ") + "}"
        case .none: nil
        }
    }

    private static func quotedIfNeeded(_ text: String) -> String {
        text.isEmpty || text.contains(where: \.isWhitespace) ? "“\(text.printable)”" : text.printable
    }
}
