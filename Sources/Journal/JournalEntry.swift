package import Timekeeping

/// A value in an entry of the journal.
package enum JournalValue: Hashable, Sendable {
    /// A text.
    case text(String)
    /// A whole number.
    case integer(Int64)
    /// A list of texts, such as scopes.
    case texts([String])
    /// Named values, such as what a record was before a change.
    case fields([JournalField])
    /// There is no value.
    case none
}

/// One named value of an entry.
package struct JournalField: Hashable, Sendable {
    /// The name, in `snake_case`. Unique within its entry.
    package let name: String
    /// What stands under the name.
    package let value: JournalValue

    /// Makes a field of any value.
    package init(_ name: String, _ value: JournalValue) {
        self.name = name
        self.value = value
    }

    /// Makes a field of any value.
    package init(name: String, value: JournalValue) {
        self.init(name, value)
    }

    /// Makes a field of a text.
    package static func text(_ name: String, _ value: String) -> JournalField {
        JournalField(name, .text(value))
    }

    /// Makes a field of a text that may be missing.
    package static func text(_ name: String, ifPresent value: String?) -> JournalField {
        JournalField(name, value.map(JournalValue.text) ?? JournalValue.none)
    }

    /// Makes a field of a whole number.
    package static func integer(_ name: String, _ value: Int64) -> JournalField {
        JournalField(name, .integer(value))
    }

    /// Makes a field of a list of texts.
    package static func texts(_ name: String, _ value: [String]) -> JournalField {
        JournalField(name, .texts(value))
    }
}

/// One thing that happened, to be written into the journal. Never holds a secret, a token or patient data.
package struct JournalEntry: Hashable, Sendable {
    /// When it happened, within the years 1 to 9999 that the written form can hold.
    package let at: Timestamp
    /// What happened.
    package let kind: JournalKind
    /// The realm it happened in; `nil` for what concerns the whole server.
    package let realm: String?
    /// Everything else, in the order in which it is written.
    package let fields: [JournalField]
    /// The number of the registry change that this entry tells of. The journal takes each number in once.
    package let changeNumber: Int64?

    /// Makes an entry. A moment outside the years 1 to 9999 is moved to the nearest one inside them; an empty realm is
    /// none. Entries share transactions, so nothing in one of them may make a store refuse the others.
    package init(
        at: Timestamp, kind: JournalKind, realm: String?, fields: [JournalField] = [], changeNumber: Int64? = nil
    ) {
        self.at = min(max(at, TimestampText.earliest), TimestampText.latest)
        self.kind = kind
        self.realm = realm == "" ? nil : realm
        self.fields = fields
        self.changeNumber = changeNumber
    }

    /// The value of the first field of that name, or `nil`.
    package subscript(name: String) -> JournalValue? {
        fields.first { $0.name == name }?.value
    }
}
