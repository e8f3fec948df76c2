import Timekeeping

/// Creates a protected API in a realm.
package struct CreateResource: RegistryOperation {
    private let realm: RealmIdentifier
    private let identifier: String
    private let name: String
    private let tokenFormat: TokenFormat

    /// Asks for a resource.
    ///
    /// - Parameters:
    ///   - identifier: an absolute URI without a fragment (RFC 8707 section 2).
    ///   - tokenFormat: the form of its tokens for clients that have none of their own.
    package init(realm: RealmIdentifier, identifier: String, name: String, tokenFormat: TokenFormat) {
        self.realm = realm
        self.identifier = identifier
        self.name = name
        self.tokenFormat = tokenFormat
    }

    /// Creates it. Throws when the realm has it, had it until lately, or has as many as it can.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> Resource {
        _ = try registry.requireTenant(realm.tenant)
        let resource = Resource(
            realm: realm, identifier: try ResourceIdentifier.checked(identifier),
            name: try Label.checked(name, field: "name"), tokenFormat: tokenFormat)
        try registry.findRealmSettings(realm).profile.require(tokenFormat)
        if let deleted = try registry.findDeletedResource(identifier, realm: realm, at: context.now) {
            throw RegistryError.conflict(
                "The resource “\(identifier)” of \(realm) was deleted lately, and tokens for it may still be good. Its "
                    + "identifier can be used again after \(deleted.until). Take another one until then.")
        }
        let existing = try registry.listResources(realm)
        guard !existing.contains(where: { $0.identifier == identifier }) else {
            throw RegistryError.conflict("The resource “\(identifier)” exists already in \(realm).")
        }
        guard existing.count < RegistryLimits.resourcesPerRealm else {
            throw RegistryError.conflict(
                "\(realm) has \(existing.count) resources, which is the most it can have.")
        }
        try registry.insert(resource)
        try registry.record(context.change("resource.created", of: resource, after: resource.facts))
        return resource
    }
}

/// Changes a protected API; what is `nil` stays. Its identifier never changes: tokens that are out carry it.
package struct UpdateResource: RegistryOperation {
    private let realm: RealmIdentifier
    private let resource: String
    private let name: String?
    private let tokenFormat: TokenFormat?

    /// Asks for changes.
    ///
    /// - Parameter resource: the identifier, or `external`.
    package init(realm: RealmIdentifier, resource: String, name: String?, tokenFormat: TokenFormat?) {
        self.realm = realm
        self.resource = resource
        self.name = name
        self.tokenFormat = tokenFormat
    }

    /// Makes them. Tokens that are out keep their form and stay good.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> Resource {
        _ = try registry.requireTenant(realm.tenant)
        let before = try registry.requireResource(resource, in: realm)
        var changed = before
        if let name { changed.name = try Label.checked(name, field: "name") }
        if let tokenFormat {
            try registry.findRealmSettings(realm).profile.require(tokenFormat)
            changed.tokenFormat = tokenFormat
        }
        guard changed != before else { return before }
        try registry.update(changed)
        try registry.record(
            context.change("resource.updated", of: changed, before: before.facts, after: changed.facts))
        return changed
    }
}

/// Deletes a protected API for which nothing was ever issued and which nothing names.
package struct DeleteResource: RegistryOperation {
    private let realm: RealmIdentifier
    private let resource: String

    /// Asks for a resource to be deleted.
    package init(realm: RealmIdentifier, resource: String) {
        self.realm = realm
        self.resource = resource
    }

    /// Deletes it. Throws when a scope, a client or a token names it, or when it is the External API. Its identifier
    /// stays taken for as long as a JWT that names it may be good: JWTs leave no trace in the registry.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> Resource {
        _ = try registry.requireTenant(realm.tenant)
        let resource = try registry.requireResource(resource, in: realm)
        let identifier = resource.identifier
        guard identifier != Resource.externalAPIIdentifier(of: realm) else {
            throw RegistryError.conflict("The External API is a part of this server and cannot be deleted.")
        }
        if let scope = try registry.listScopes(realm).first(where: { $0.resource == identifier }) {
            throw RegistryError.conflict(
                "The scope “\(scope.name)” opens the resource “\(identifier)”. Delete its scopes first: "
                    + "`counterfoil scope delete \(scope.name) --tenant \(realm.tenant)`.")
        }
        if let client = try registry.findClient(usingResource: identifier, realm: realm) {
            throw RegistryError.conflict(
                "The client \(client.id) introspects the resource “\(identifier)” or exchanges tokens for it. Change "
                    + "or delete the client first.")
        }
        guard try !registry.hasGrantProfile(forResource: identifier, realm: realm) else {
            throw RegistryError.conflict(
                "Tokens were issued for the resource “\(identifier)”, so its name stays taken. Without scopes nobody "
                    + "gets further ones.")
        }
        try registry.delete(resource)
        try registry.insert(
            DeletedResource(
                realm: realm, identifier: identifier,
                until: context.now.adding(seconds: RegistryLimits.deletedResourceKeptSeconds)))
        try registry.record(context.change("resource.deleted", of: resource, before: resource.facts))
        return resource
    }
}

extension Resource {
    /// What the change table says of a resource.
    fileprivate var facts: [String: String] { ["name": name, "token_format": tokenFormat.rawValue] }
}

extension OperationContext {
    /// A change row about a resource.
    fileprivate func change(
        _ kind: String, of resource: Resource, before: [String: String] = [:], after: [String: String] = [:]
    ) -> Change {
        change(
            kind, tenant: resource.realm.tenant, realm: resource.realm, subject: resource.identifier, before: before,
            after: after)
    }
}
