package import Registry

/// The grant profiles of a realm, found by number and by content.
package struct GrantProfiles: Sendable {
    /// What a profile says, apart from its number.
    package struct Content: Hashable, Sendable {
        /// The scopes in order of their names.
        package let scopes: [ScopeName]
        /// The resource.
        package let resource: String
        /// Lifetime of the tokens, in seconds.
        package let lifetimeSeconds: Int

        /// Names a content; the order of the scopes does not matter.
        package init(scopes: [ScopeName], resource: String, lifetimeSeconds: Int) {
            self.scopes = scopes.sorted()
            self.resource = resource
            self.lifetimeSeconds = lifetimeSeconds
        }

        init(_ profile: GrantProfile) {
            self.init(scopes: profile.scopes, resource: profile.resource, lifetimeSeconds: profile.lifetimeSeconds)
        }
    }

    private var byNumber: [UInt16: GrantProfile] = [:]
    private var byContent: [Content: GrantProfile] = [:]

    init(_ profiles: [GrantProfile]) {
        for profile in profiles {
            byNumber[profile.number] = profile
            byContent[Content(profile)] = profile
        }
    }

    func find(number: UInt16) -> GrantProfile? { byNumber[number] }

    func find(_ content: Content) -> GrantProfile? { byContent[content] }

    /// The number after the highest one, `nil` when all are taken.
    var nextNumber: UInt16? {
        let highest = byNumber.keys.max() ?? 0
        return highest < UInt16.max ? highest + 1 : nil
    }
}

/// Why a client gets no grant profile.
package enum GrantProfileError: Error, Hashable, Sendable {
    /// The client has brought as many profiles into being as it may.
    case tooMany(limit: Int)
    /// The realm has as many profiles as there are numbers, and they are never reused.
    case realmIsFull
    /// The store could not do it.
    case registry(RegistryError)
}

extension RegistryStore {
    /// Finds the profile of a content, or commits a new one for a client.
    func grantProfile(
        _ content: GrantProfiles.Content, realm: RealmIdentifier, client: ClientIdentifier
    ) async throws(GrantProfileError) -> (GrantProfile, GrantProfiles) {
        let outcome: Result<(GrantProfile, GrantProfiles), GrantProfileError>
        do throws(RegistryError) {
            outcome = try await write { registry in
                let existing = try registry.listGrantProfiles(realm)
                let profiles = GrantProfiles(existing)
                if let found = profiles.find(content) { return .success((found, profiles)) }
                guard try registry.countGrantProfiles(createdFor: client) < RegistryLimits.grantProfilesPerClient else {
                    return .failure(.tooMany(limit: RegistryLimits.grantProfilesPerClient))
                }
                guard let number = profiles.nextNumber else { return .failure(.realmIsFull) }
                let profile = GrantProfile(
                    realm: realm, number: number, scopes: content.scopes, resource: content.resource,
                    lifetimeSeconds: content.lifetimeSeconds)
                try registry.insert(profile, createdFor: client)
                return .success((profile, GrantProfiles(existing + [profile])))
            }
        } catch {
            throw .registry(error)
        }
        return try outcome.get()
    }
}
