/// A protected API of a realm, named by a resource indicator (RFC 8707 section 2).
package struct Resource: Hashable, Sendable {
    /// The realm.
    package let realm: RealmIdentifier
    /// An absolute URI; it does not follow the host asked.
    package let identifier: String
    /// What people call it.
    package var name: String
    /// The form of its tokens, for clients that have no form of their own.
    package var tokenFormat: TokenFormat

    /// A resource as stored.
    package init(realm: RealmIdentifier, identifier: String, name: String, tokenFormat: TokenFormat = .sealed) {
        self.realm = realm
        self.identifier = identifier
        self.name = name
        self.tokenFormat = tokenFormat
    }

    /// The identifier of a realm's External API.
    package static func externalAPIIdentifier(of realm: RealmIdentifier) -> String {
        "\(ResourceIdentifier.reservedPrefix)\(realm.tenant):\(realm.environment.rawValue):external"
    }
}

/// A scope of a realm (RFC 6749 section 3.3).
package struct Scope: Hashable, Sendable {
    /// The scope that opens the whole External API.
    package static let external = "external"
    /// The scopes of the External API with their descriptions, which every realm has from the beginning: the whole,
    /// then narrower ones for partners who should have less.
    package static let externalAPI: [(name: String, description: String)] = [
        (external, "Read and write everything in the External API"),
        ("external.read", "Read everything in the External API"),
        ("patients.read", "Read patients"),
        ("patients.write", "Write patients"),
        ("insurances.read", "Read insurances of patients"),
        ("insurances.write", "Write insurances of patients"),
        ("locations.read", "Read locations"),
        ("facilities.read", "Read facilities"),
        ("payers.read", "Read payers and their plans"),
        ("hcpcs.read", "Read HCPCS codes"),
        ("tags.read", "Read tags"),
    ]

    /// The realm.
    package let realm: RealmIdentifier
    /// The name that clients ask for.
    package let name: ScopeName
    /// What it opens, for people.
    package var description: String
    /// The identifier of the resource it belongs to.
    package let resource: String

    /// A scope as stored.
    package init(realm: RealmIdentifier, name: ScopeName, description: String, resource: String) {
        self.realm = realm
        self.name = name
        self.description = description
        self.resource = resource
    }
}

/// An interned combination of scopes, resource and lifetime, which a sealed token names by number.
package struct GrantProfile: Hashable, Sendable {
    /// The realm.
    package let realm: RealmIdentifier
    /// The number, never reused in the realm.
    package let number: UInt16
    /// The scopes in order of their names.
    package let scopes: [ScopeName]
    /// The resource.
    package let resource: String
    /// Lifetime of the tokens, in seconds.
    package let lifetimeSeconds: Int

    /// A profile as stored.
    package init(
        realm: RealmIdentifier, number: UInt16, scopes: [ScopeName], resource: String, lifetimeSeconds: Int
    ) {
        self.realm = realm
        self.number = number
        self.scopes = scopes
        self.resource = resource
        self.lifetimeSeconds = lifetimeSeconds
    }
}
