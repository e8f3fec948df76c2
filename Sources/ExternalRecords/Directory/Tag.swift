/// A word that patients are sorted by.
package struct Tag: StoredRecord {
    /// Tags have ids from 30000001.
    package static let kind = RecordKind("tag", firstNumber: 30_000_001)

    /// The word.
    package var name: String

    /// Describes a tag.
    package init(name: String) {
        self.name = name
    }
}
