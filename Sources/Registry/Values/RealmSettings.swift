/// What a realm has of its own beside clients, scopes and keys.
package struct RealmSettings: Hashable, Sendable {
    /// The realm.
    package let realm: RealmIdentifier
    /// The rules that all its clients are held to.
    package var profile: SecurityProfile
    /// The certificates, PEM, that issue the certificates of its clients for `tls_client_auth`; empty for none.
    package var certificateRoots: String

    /// Settings; those of a realm of which nothing was said by default.
    package init(realm: RealmIdentifier, profile: SecurityProfile = .standard, certificateRoots: String = "") {
        self.realm = realm
        self.profile = profile
        self.certificateRoots = certificateRoots
    }
}
