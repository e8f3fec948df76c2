/// A home or hospital in which patients live.
package struct Facility: StoredRecord {
    /// Facilities have ids from 40000001.
    package static let kind = RecordKind("facility", firstNumber: 40_000_001)

    /// Its name.
    package var name: String
    /// Where it is.
    package var address: PostalAddress
    /// Its telephone number.
    package var phone: String?
    /// Whether patients live there.
    package var isActive: Bool

    /// Describes a facility.
    package init(name: String, address: PostalAddress, phone: String?, isActive: Bool = true) {
        self.name = name
        self.address = address
        self.phone = phone
        self.isActive = isActive
    }
}
