import Timekeeping

/// A client that was just created, with its first secret, which is shown this once.
package struct CreatedClient: Sendable {
    /// The client.
    package let client: Client
    /// Its first secret; `nil` where it has none, since it authenticates by keys.
    package let secret: CreatedSecret?
}

/// Creates a client, with one secret unless it authenticates by keys.
package struct CreateClient: RegistryOperation {
    private let subscription: String
    private let environment: RealmEnvironment
    private let name: String
    private let scopes: [String]
    private let tokenLifetimeSeconds: Int?
    private let settings: ClientSettingsChange

    /// Asks for a client.
    ///
    /// - Parameters:
    ///   - scopes: scopes of the subscription; all of them when empty, or none for a client that introspects.
    ///   - tokenLifetimeSeconds: 60 to 86,400; 1,200 when `nil`.
    ///   - settings: what is not to be as it is by default.
    package init(
        subscription: String, environment: RealmEnvironment, name: String, scopes: [String],
        tokenLifetimeSeconds: Int?, settings: ClientSettingsChange = ClientSettingsChange()
    ) {
        self.subscription = subscription
        self.environment = environment
        self.name = name
        self.scopes = scopes
        self.tokenLifetimeSeconds = tokenLifetimeSeconds
        self.settings = settings
    }

    /// Creates it.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> CreatedClient {
        let subscription = try registry.requireSubscription(SubscriptionIdentifier(subscription))
        guard subscription.status != .ended else {
            throw RegistryError.conflict(
                "The subscription \(subscription.id) has ended; it gets no further clients. Create a subscription.")
        }
        let realm = RealmIdentifier(tenant: subscription.tenant, environment: environment)
        guard subscription.tenant != .system || realm == .system else {
            throw RegistryError.invalid(
                field: "environment", "Operators' programs have no sandbox. Create the client in production.")
        }
        // A resource server's credentials see its own tokens; they are not to open the API as well.
        let isForIntrospectionOnly = settings.introspects?.isEmpty == false && scopes.isEmpty
        var client = Client(
            id: ClientIdentifier(environment: environment, random: context.random),
            number: try registry.allocateClientNumber(), realm: realm,
            subscription: subscription.id, name: try Label.checked(name, field: "name"),
            scopes: isForIntrospectionOnly ? [] : try subscription.checkedScopes(scopes),
            tokenLifetimeSeconds: try Client.checkedLifetime(
                seconds: tokenLifetimeSeconds ?? settings.profile.defaultTokenLifetimeSeconds),
            status: .active, createdAt: context.now)
        client.settings = try settings.applied(to: client, in: registry)
        try registry.insert(client)
        try registry.record(context.change("client.created", of: client, after: client.facts))
        guard client.settings.usesSecrets else { return CreatedClient(client: client, secret: nil) }
        let secret = try CreateSecret(client: client.id.text, notBefore: nil, expiresAt: nil)
            .run(in: registry, context)
        return CreatedClient(client: client, secret: secret)
    }
}

/// Changes a client's name, scopes, token lifetime or settings; what is `nil` stays.
package struct UpdateClient: RegistryOperation {
    private let client: String
    private let name: String?
    private let scopes: [String]?
    private let tokenLifetimeSeconds: Int?
    private let settings: ClientSettingsChange

    /// Asks for changes.
    package init(
        client: String, name: String?, scopes: [String]?, tokenLifetimeSeconds: Int?,
        settings: ClientSettingsChange = ClientSettingsChange()
    ) {
        self.settings = settings
        self.client = client
        self.name = name
        self.scopes = scopes
        self.tokenLifetimeSeconds = tokenLifetimeSeconds
    }

    /// Makes them. Tokens issued before keep their scopes and lifetime. When the client is newly held to FAPI 2.0 they
    /// all end: they may be bearer tokens, or signed by an algorithm that is not allowed any more.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> Client {
        var client = try registry.requireClient(client)
        let before = client
        if let name { client.name = try Label.checked(name, field: "name") }
        if let scopes {
            client.scopes = try registry.requireSubscription(client.subscription).checkedScopes(scopes)
        }
        if let tokenLifetimeSeconds {
            client.tokenLifetimeSeconds = try Client.checkedLifetime(seconds: tokenLifetimeSeconds)
        }
        client.settings = try settings.applied(to: client, in: registry)
        guard client != before else { return client }
        try registry.update(client)
        try registry.record(
            context.change("client.updated", of: client, before: before.facts, after: client.facts))
        guard client.settings.profile == .fapi2, before.settings.profile != .fapi2 else { return client }
        return try RevokeClientTokens(client: client.id.text).run(in: registry, context)
    }
}

/// Suspends, resumes or deletes a client. When it stops being active, all its tokens stop working.
package struct SetClientStatus: RegistryOperation {
    private let client: String
    private let status: Client.Status

    /// Asks for a status.
    package init(client: String, status: Client.Status) {
        self.client = client
        self.status = status
    }

    /// Sets it. A client that has the status already is left as it is; a deleted one is not found.
    package func run(in registry: any RegistryWriting, _ context: OperationContext) throws -> Client {
        var client = try registry.requireClient(client)
        guard client.status != status else { return client }
        let before = client.status
        client.status = status
        if status == .active {
            try registry.update(client)
        } else {
            client = try registry.retireNumber(of: client, context)
        }
        let verb =
            switch status {
            case .active: "resumed"
            case .suspended: "suspended"
            case .deleted: "deleted"
            }
        try registry.record(
            context.change(
                "client.\(verb)", of: client, before: ["status": before.rawValue],
                after: ["status": status.rawValue]))
        return client
    }
}

extension RegistryWriting {
    /// The next client number; never given twice.
    package func allocateClientNumber() throws -> UInt32 { try allocateClientNumbers(1).lowerBound }

    /// Retires a client's number, so that all its tokens stop working, and stores the client with a fresh one.
    package func retireNumber(of client: Client, _ context: OperationContext) throws -> Client {
        var client = client
        try insert(
            RetiredClientNumber(
                realm: client.realm, number: client.number,
                until: context.now.adding(seconds: RegistryLimits.retiredClientNumberKeptSeconds)))
        client.number = try allocateClientNumber()
        try update(client)
        return client
    }
}

extension Subscription {
    /// The scopes by name, all of the subscription's when none are named.
    func checkedScopes(_ names: [String]) throws -> [ScopeName] {
        guard !names.isEmpty else { return scopes }
        let wanted = try names.map { try ScopeName($0) }
        if let foreign = wanted.first(where: { !scopes.contains($0) }) {
            throw RegistryError.invalid(
                field: "scope",
                "The scope “\(foreign)” is not one of the subscription \(id), which has: "
                    + scopes.map(\.text).joined(separator: ", ") + ".")
        }
        return Array(Set(wanted)).sorted()
    }
}

extension Client {
    /// What the change table says of a client.
    var facts: [String: String] {
        [
            "name": name, "scopes": scopes.map(\.text).joined(separator: " "),
            "token_lifetime": String(tokenLifetimeSeconds), "status": status.rawValue,
            "subscription": subscription.text,
        ].merging(settings.facts) { fact, _ in fact }
    }
}

extension OperationContext {
    /// A change row about a client.
    func change(
        _ kind: String, of client: Client, before: [String: String] = [:], after: [String: String]
    ) -> Change {
        change(
            kind, tenant: client.realm.tenant, realm: client.realm, subject: client.id.text, before: before,
            after: after)
    }
}
