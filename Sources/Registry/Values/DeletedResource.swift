package import Timekeeping

/// The identifier of a deleted resource, which must not name another API while tokens for the old one are good.
package struct DeletedResource: Hashable, Sendable {
    /// The realm.
    package let realm: RealmIdentifier
    /// The identifier.
    package let identifier: String
    /// The last moment at which it must not be used.
    package let until: Timestamp

    /// Names a deleted resource.
    package init(realm: RealmIdentifier, identifier: String, until: Timestamp) {
        self.realm = realm
        self.identifier = identifier
        self.until = until
    }
}
