package import JOSE
package import Registry
package import Timekeeping

/// A call of an operation: who calls, and its input, whose form is good.
package struct AdminCall: Sendable {
    /// Who calls, as the journal names them.
    package let actor: Actor
    /// What the caller may do. That the operation's own access is among them was checked.
    package let accesses: Set<AdminAccess>
    /// The one moment of the call.
    package let now: Timestamp
    /// The segments of the path that vary.
    package let path: [String: String]
    /// The query's values.
    package let query: [String: JSONValue]
    /// The body's members.
    package let body: [String: JSONValue]
    /// Scheme and authority that the caller reaches the private listener by.
    package let origin: String
    /// The lines of a body of JSON lines, not looked at yet.
    package var lines: [UInt8] = []
    /// Who hears how far long work has come.
    package var progress = WorkProgress.unheard

    /// Puts a call together whose input was checked.
    init(
        actor: Actor, accesses: Set<AdminAccess>, now: Timestamp, path: [String: String], query: [String: JSONValue],
        body: [String: JSONValue], origin: String
    ) {
        self.actor = actor
        self.accesses = accesses
        self.now = now
        self.path = path
        self.query = query
        self.body = body
        self.origin = origin
    }

    /// Whether the caller may do everything, as an administrator may: what would let a caller rise above its own rights
    /// asks for this.
    package var mayDoEverything: Bool { accesses.isSuperset(of: AdminAccess.allCases) }

    /// A segment of the path; empty for a name that the operation's path has not.
    package func segment(_ name: String) -> String { path[name] ?? "" }
}

extension AdminCall {
    /// The tenant that the path names.
    ///
    /// - Throws: ``RegistryError/notFound(_:)`` also for what cannot be a tenant's name.
    func tenant(in registry: any RegistryReading) throws -> Tenant {
        let text = segment("tenant")
        do {
            return try registry.requireTenant(try TenantName(text))
        } catch RegistryError.invalid(_, let message) {
            throw RegistryError.notFound(message)
        }
    }

    /// The realm of a tenant and an environment, each from the path, the query or the body.
    func realm(in registry: any RegistryReading) throws -> RealmIdentifier {
        try tenant(in: registry).realm(try environment ?? .production)
    }

    /// The environment that path, query or body names; `nil` where none does.
    var environment: RealmEnvironment? {
        get throws(RegistryError) {
            guard let text = path["environment"] ?? query.text("environment") ?? body.text("environment") else {
                return nil
            }
            guard let environment = RealmEnvironment(rawValue: text) else {
                throw .notFound(
                    "There is no environment “\(text.forMessage)”. A tenant has the environments production and "
                        + "sandbox.")
            }
            return environment
        }
    }

    /// Refuses to touch what decides over the admin API itself, unless the caller could do all of that already: whoever
    /// changes a program of the operators' could otherwise take its rights.
    ///
    /// - Throws: ``RegistryError/forbidden(_:)``.
    func requireMayChange(_ tenant: TenantName) throws(RegistryError) {
        guard tenant == .system, !mayDoEverything else { return }
        throw .forbidden(
            "The clients of the built-in tenant are the operators' own programs. Only who has every right of the admin "
                + "API, by the scopes admin:read, admin:write and admin:keys, can change them.")
    }

    /// The subscription of the path or the body, to be changed.
    func changeableSubscription(_ id: String, in registry: any RegistryReading) throws -> Subscription {
        let subscription = try registry.requireSubscription(SubscriptionIdentifier(id))
        try requireMayChange(subscription.tenant)
        return subscription
    }

    /// The client of the path, to be changed.
    func changeableClient(in registry: any RegistryReading) throws -> Client {
        let client = try registry.requireClient(segment("client"))
        try requireMayChange(client.realm.tenant)
        return client
    }

    /// The secret of the path, to be changed.
    func changeableSecret(in registry: any RegistryReading) throws -> ClientSecretRecord {
        let secret = try registry.requireSecret(SecretIdentifier(segment("secret")))
        try requireMayChange(try registry.requireClient(secret.client.text).realm.tenant)
        return secret
    }
}

extension [String: JSONValue] {
    /// The value of a member that is a text; `nil` where it is missing or `null`.
    package func text(_ name: String) -> String? {
        if case .string(let text) = self[name] { text } else { nil }
    }

    /// The value of a member that is a whole number; `nil` where it is missing or `null`.
    package func integer(_ name: String) -> Int64? {
        if case .integer(let number) = self[name] { number } else { nil }
    }

    /// The value of a member that is `true` or `false`; the given one where it is missing.
    package func flag(_ name: String, otherwise value: Bool = false) -> Bool {
        self[name].map { $0 == .bool(true) } ?? value
    }

    /// The value of a member that is an array of texts; `nil` where it is missing or `null`.
    package func texts(_ name: String) -> [String]? {
        guard case .array(let values) = self[name] else { return nil }
        return values.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }

    /// The value of a member that is a point in time; `nil` where it is missing or `null`.
    package func moment(_ name: String) -> Timestamp? { text(name).flatMap { Timestamp(iso8601: $0) } }

    /// Whether a member is there to take a value away.
    package func isNull(_ name: String) -> Bool { self[name] == .null }
}
