/// What an entry of the journal tells of: a dotted name such as `token.issued`, subject first, then what happened.
package struct JournalKind: RawRepresentable, Hashable, Sendable {
    /// The dotted name, as it stands in the journal and in `journal list --kind`.
    package let rawValue: String

    /// Makes a kind from its dotted name.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }
}

extension JournalKind: CustomStringConvertible {
    /// The dotted name.
    package var description: String { rawValue }
}
