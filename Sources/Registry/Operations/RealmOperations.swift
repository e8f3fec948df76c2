/// Changes the settings of a realm; what is `nil` stays.
package struct UpdateRealm: RegistryOperation {
    private let realm: RealmIdentifier
    private let profile: SecurityProfile?
    private let certificateRoots: String?

    /// Asks for changes.
    ///
    /// - Parameter certificateRoots: certificates, PEM; empty for none.
    package init(realm: RealmIdentifier, profile: SecurityProfile?, certificateRoots: String?) {
        self.realm = realm
        self.profile = profile
        self.certificateRoots = certificateRoots
    }

    /// Makes them.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> RealmSettings {
        _ = try registry.requireTenant(realm.tenant)
        let before = try registry.findRealmSettings(realm)
        var settings = before
        if let profile {
            guard profile != .smartBackendServices else {
                throw RegistryError.invalid(
                    field: "profile", "A realm is held to standard or fapi2; SMART is a profile of single clients.")
            }
            settings.profile = profile
        }
        if let certificateRoots { settings.certificateRoots = try Self.checkedRoots(certificateRoots) }
        guard settings != before else { return settings }
        try registry.save(settings)
        try registry.record(
            context.change(
                "realm.updated", tenant: realm.tenant, realm: realm, subject: realm.description,
                before: before.facts, after: settings.facts))
        return settings
    }

    private static func checkedRoots(_ text: String) throws(RegistryError) -> String {
        guard text.utf8.count <= RegistryLimits.certificateRootsBytes else {
            throw .invalid(
                field: "certificate_roots",
                "The certificates have more than \(RegistryLimits.certificateRootsBytes) bytes together.")
        }
        let roots = try CertificateRoots(pem: text)
        return roots.pem
    }
}

extension RealmSettings {
    /// What the change table says of the settings.
    fileprivate var facts: [String: String] {
        let roots = (try? CertificateRoots(pem: certificateRoots))?.fingerprints ?? []
        return ["profile": profile.rawValue, "certificate_roots": roots.joined(separator: " ")]
    }
}
