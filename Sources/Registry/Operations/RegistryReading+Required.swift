package import Timekeeping

extension RegistryReading {
    /// The tenant, or an error that says how to find its right name.
    package func requireTenant(_ name: TenantName) throws -> Tenant {
        guard let tenant = try findTenant(name) else {
            throw RegistryError.notFound(
                "There is no tenant “\(name)”. `counterfoil tenant list` shows the tenants, "
                    + "`counterfoil tenant create \(name)` makes it.")
        }
        return tenant
    }

    /// The subscription, or an error.
    package func requireSubscription(_ id: SubscriptionIdentifier) throws -> Subscription {
        guard let subscription = try findSubscription(id) else {
            throw RegistryError.notFound(
                "There is no subscription “\(id.text.forMessage)”. `counterfoil subscription list` shows them.")
        }
        return subscription
    }

    /// The client, not a deleted one, or an error.
    package func requireClient(_ text: String) throws -> Client {
        guard let id = ClientIdentifier(text), let client = try findClient(id) else {
            throw RegistryError.notFound(
                "There is no client “\(text.forMessage)”. `counterfoil client list` shows the clients.")
        }
        guard client.status != .deleted else {
            throw RegistryError.conflict("The client \(id) was deleted. Create another one for the subscription.")
        }
        return client
    }

    /// The secret, or an error.
    package func requireSecret(_ id: SecretIdentifier) throws -> ClientSecretRecord {
        guard let secret = try findSecret(id) else { throw Self.noSecret(id) }
        return secret
    }

    /// The secret and its successor at a moment, or an error.
    package func requireSecretStanding(_ id: SecretIdentifier, at now: Timestamp) throws -> SecretStanding {
        guard let standing = try findSecretStanding(id, at: now) else { throw Self.noSecret(id) }
        return standing
    }

    private static func noSecret(_ id: SecretIdentifier) -> RegistryError {
        .notFound(
            "There is no secret “\(id.text.forMessage)”. `counterfoil secret list --client CLIENT_ID` shows the "
                + "identifiers; they start with sec_.")
    }

    /// The resource of an identifier, or the External API by the name of its scope, or an error that names what there
    /// is.
    package func requireResource(_ text: String, in realm: RealmIdentifier) throws -> Resource {
        let identifier = text == Scope.external ? Resource.externalAPIIdentifier(of: realm) : text
        let known = try listResources(realm)
        guard let resource = known.first(where: { $0.identifier == identifier }) else {
            let more = known.count > 20 ? " and \(known.count - 20) more" : ""
            let list = known.prefix(20).map(\.identifier).joined(separator: ", ") + more
            throw RegistryError.invalid(
                field: "resource",
                "There is no resource “\(text.forMessage)” in \(realm). There are: \(list). "
                    + "The word external stands for the External API.")
        }
        return resource
    }

    /// The scopes as they exist in the realms of a tenant, or an error that names the first that does not.
    package func requireScopes(_ names: [ScopeName], in realms: [RealmIdentifier]) throws {
        for realm in realms {
            let known = Set(try listScopes(realm).map(\.name))
            if let missing = names.first(where: { !known.contains($0) }) {
                let list = known.sorted().map(\.text).joined(separator: ", ")
                throw RegistryError.invalid(
                    field: "scope",
                    "The scope “\(missing)” does not exist in \(realm). There are: \(list). "
                        + "`counterfoil scope create` adds one.")
            }
        }
    }
}
