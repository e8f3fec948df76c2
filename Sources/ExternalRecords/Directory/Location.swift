/// What a location is for.
package enum LocationType: String, Vocabulary {
    /// Where patients are served; what a patient refers to.
    case serviceLocation = "ServiceLocation"
    /// Where goods are handed out and repaired.
    case serviceCenter = "ServiceCenter"
    /// Where goods are stored.
    case inventoryLocation = "InventoryLocation"
}

/// A place of the tenant's own.
package struct Location: StoredRecord {
    /// Locations have ids from 20000001.
    package static let kind = RecordKind("location", firstNumber: 20_000_001)

    /// Its name.
    package var name: String
    /// What it is for.
    package var type: LocationType
    /// Its National Provider Identifier, 10 digits.
    package var npi: String?
    /// Where it is.
    package var address: PostalAddress
    /// Its telephone number.
    package var phone: String?
    /// Whether it is in use.
    package var isActive: Bool

    /// Describes a place.
    package init(
        name: String, type: LocationType, npi: String?, address: PostalAddress, phone: String?, isActive: Bool = true
    ) {
        self.name = name
        self.type = type
        self.npi = npi
        self.address = address
        self.phone = phone
        self.isActive = isActive
    }
}
