import Cryptography
import Registry
import Testing
import Timekeeping

struct SubscriptionOperationTests {
    private let fixture: RegistryFixture

    init() throws { fixture = try RegistryFixture() }

    @Test func `a subscription comes with a client and a secret in each environment`() async throws {
        let created = try await fixture.subscribe()
        #expect(created.subscription.status == .active && created.subscription.scopes.map(\.text) == ["external"])
        #expect(created.clients.map(\.client.realm.description) == ["acme/sandbox", "acme/production"])
        for (client, word) in zip(created.clients, ["test", "live"]) {
            #expect(client.client.id.text.hasPrefix("cf_\(word)_"))
            #expect(try client.firstSecret.secret.text.exposed.hasPrefix("cfs_\(word)_"))
            #expect(client.client.scopes == created.subscription.scopes && client.client.tokenLifetimeSeconds == 1_200)
            #expect(client.client.name == "Partner" && client.client.status == .active)
            #expect(try client.firstSecret.record.state(at: fixture.clock.now) == .active)
            #expect(try client.firstSecret.record.client == client.client.id)
        }
        #expect(Set(created.clients.map(\.client.number)) == [1, 2])
    }

    @Test func `a subscription can be made without clients`() async throws {
        try await fixture.run(CreateTenant(name: "acme", displayName: nil))
        let created = try await fixture.run(
            CreateSubscription(tenant: "acme", partner: "P", contact: "p@example.org", scopes: [], withClients: false))
        let id = created.subscription.id
        #expect(created.clients.isEmpty)
        let (stored, clients) = try await fixture.store.read { registry in
            (
                try registry.findSubscription(id),
                try registry.listClients(tenant: nil, realm: nil, subscription: id, ListPage())
            )
        }
        #expect(stored == created.subscription && clients.isEmpty)
    }

    @Test func `scopes are kept once each, in order`() async throws {
        try await fixture.run(CreateTenant(name: "acme", displayName: nil))
        try await fixture.run(CreateScope(tenant: "acme", name: "a:read", description: "Read", environment: nil))
        let created = try await fixture.run(
            CreateSubscription(
                tenant: "acme", partner: "P", contact: "", scopes: ["external", "a:read", "external"],
                withClients: true))
        #expect(created.subscription.scopes.map(\.text) == ["a:read", "external"])
        #expect(created.clients.allSatisfy { $0.client.scopes.map(\.text) == ["a:read", "external"] })
    }

    @Test(arguments: [
        ("nobody", "P", ["external"], "There is no tenant “nobody”."),
        ("Nobody", "P", ["external"], "is not a tenant name"),
        (
            "acme", "P", ["other"],
            "The scope “other” does not exist in acme/production. There are: external, external.read,"
        ),
        ("acme", "P", ["only"], "The scope “only” does not exist in acme/sandbox. There are: external, external.read,"),
        ("acme", "P", ["a b"], "“a b” is not a scope name"),
        ("acme", "", ["external"], "The partner is empty"),
    ])
    func `a subscription that cannot be is refused with the reason`(
        _ tenant: String, _ partner: String, _ scopes: [String], _ reason: String
    ) async throws {
        try await fixture.run(CreateTenant(name: "acme", displayName: nil))
        try await fixture.run(CreateScope(tenant: "acme", name: "only", description: "d", environment: .production))
        let error = try await fixture.refusal(
            of: CreateSubscription(
                tenant: tenant, partner: partner, contact: "", scopes: scopes, withClients: true))
        #expect(error.message.contains(reason))
    }

    @Test func `partner, contact and scopes change, each without the others`() async throws {
        let created = try await fixture.subscribe().subscription
        for name in ["read", "write"] {
            try await fixture.run(CreateScope(tenant: "acme", name: name, description: "d", environment: nil))
        }
        let id = created.id.text
        var changed = try await fixture.run(
            UpdateSubscription(id: id, partner: nil, contact: nil, scopes: ["write", "read", "write"]))
        #expect(changed.scopes.map(\.text) == ["read", "write"] && changed.partner == created.partner)
        changed = try await fixture.run(UpdateSubscription(id: id, partner: " New ", contact: "c", scopes: nil))
        #expect(changed.partner == "New" && changed.contact == "c" && changed.scopes.map(\.text) == ["read", "write"])
        changed = try await fixture.run(UpdateSubscription(id: id, partner: nil, contact: "", scopes: nil))
        let stored = try await fixture.store.read { registry in try registry.findSubscription(created.id) }
        #expect(changed.contact.isEmpty && stored == changed)
        let rows = try await fixture.changes(of: {
            try await fixture.run(UpdateSubscription(id: id, partner: "New", contact: nil, scopes: ["read", "write"]))
        })
        #expect(rows.isEmpty)
    }

    @Test(
        arguments: [
            (nil, ["no"], "The scope “no” does not exist in acme/production."), (nil, ["a b"], "is not a scope name"),
            (nil, [], "has at least one scope"), ("", nil, "The partner is empty"),
            ("P", ["external", "only"], "The scope “only” does not exist in acme/sandbox."),
        ] as [(String?, [String]?, String)])
    func `a change that cannot be is refused with the reason`(
        _ partner: String?, _ scopes: [String]?, _ reason: String
    ) async throws {
        let id = try await fixture.subscribe().subscription.id.text
        try await fixture.run(CreateScope(tenant: "acme", name: "only", description: "d", environment: .production))
        let error = try await fixture.refusal(
            of: UpdateSubscription(id: id, partner: partner, contact: nil, scopes: scopes))
        #expect(error.message.contains(reason))
    }

    @Test func `a subscription that has ended is changed no more`() async throws {
        let id = try await fixture.subscribe().subscription.id.text
        try await fixture.run(SetSubscriptionStatus(id: id, status: .ended))
        let error = try await fixture.refusal(
            of: UpdateSubscription(id: id, partner: "P", contact: nil, scopes: nil))
        #expect(error.message.contains("has ended, and that is for good"))
    }

    @Test(arguments: [Subscription.Status.suspended, .ended])
    func `when it stops, the tokens of its clients stop, and of no others`(_ status: Subscription.Status) async throws {
        let created = try await fixture.subscribe()
        let other = try await fixture.subscribe(partner: "Other")
        fixture.clock.advance(seconds: 5)
        let stopped = try await fixture.run(
            SetSubscriptionStatus(id: created.subscription.id.text, status: status))
        #expect(stopped.status == status)
        for old in created.clients.map(\.client) {
            let (client, retired) = try await numbers(of: old)
            #expect(retired.map(\.number) == [old.number])
            #expect(retired.map(\.until) == [fixture.clock.now.adding(seconds: 86_700)])
            #expect(client.number > 4 && client.status == .active)
        }
        for old in other.clients.map(\.client) {
            #expect(try await numbers(of: old).client == old)
        }
    }

    @Test func `all clients are reached, also beyond one page`() async throws {
        try await fixture.run(CreateTenant(name: "acme", displayName: nil))
        let created = try await fixture.run(
            CreateSubscription(tenant: "acme", partner: "P", contact: "", scopes: [], withClients: false))
        let id = created.subscription.id
        let context = fixture.context
        let realm = try fixture.realm("acme/sandbox")
        let count = 2 * RegistryLimits.pageRows + 1
        try await fixture.store.write { registry in
            for _ in 0..<count {
                try registry.insert(
                    Client(
                        id: ClientIdentifier(environment: .sandbox, random: context.random),
                        number: try registry.allocateClientNumber(), realm: realm, subscription: id, name: "C",
                        scopes: created.subscription.scopes, tokenLifetimeSeconds: 60, status: .active,
                        createdAt: context.now))
            }
        }
        try await fixture.run(SetSubscriptionStatus(id: id.text, status: .suspended))
        let retired = try await fixture.store.read { registry in
            try registry.listRetiredClientNumbers(realm, at: context.now)
        }
        #expect(Set(retired.map(\.number)) == Set((1...count).map { UInt32($0) }))
    }

    @Test func `resuming does not bring old tokens back`() async throws {
        let created = try await fixture.subscribe()
        let id = created.subscription.id.text
        try await fixture.run(SetSubscriptionStatus(id: id, status: .suspended))
        let resumed = try await fixture.run(SetSubscriptionStatus(id: id, status: .active))
        #expect(resumed.status == .active)
        for old in created.clients.map(\.client) {
            #expect(try await numbers(of: old).retired.map(\.number) == [old.number])
        }
    }

    @Test(arguments: [Subscription.Status.active, .suspended])
    func `an end is for good`(_ status: Subscription.Status) async throws {
        let id = try await fixture.subscribe().subscription.id.text
        try await fixture.run(SetSubscriptionStatus(id: id, status: .ended))
        let error = try await fixture.refusal(of: SetSubscriptionStatus(id: id, status: status))
        #expect(
            error
                == .conflict(
                    "The subscription \(id) has ended, and that is for good. Create another subscription."))
        let client = CreateClient(
            subscription: id, environment: .sandbox, name: "C", scopes: [], tokenLifetimeSeconds: nil)
        #expect(try await fixture.refusal(of: client).message.contains("has ended; it gets no further clients"))
    }

    @Test(arguments: [Subscription.Status.active, .suspended, .ended])
    func `a status that it has already changes nothing`(_ status: Subscription.Status) async throws {
        let created = try await fixture.subscribe()
        let operation = SetSubscriptionStatus(id: created.subscription.id.text, status: status)
        try await fixture.run(operation)
        let client = try #require(created.clients.first).client
        let before = try await numbers(of: client).client
        let changes = try await fixture.changes(of: { try await fixture.run(operation) })
        #expect(changes.isEmpty)
        #expect(try await numbers(of: client).client == before)
    }

    @Test(arguments: ["", "sub_0", "sub_\u{1B}"])
    func `an unknown one is not found`(_ id: String) async throws {
        let error = try await fixture.refusal(of: SetSubscriptionStatus(id: id, status: .suspended))
        guard case .notFound(let message) = error else {
            Issue.record("refused for something else: \(error)")
            return
        }
        #expect(message.contains("`counterfoil subscription list` shows them") && !message.contains("\u{1B}"))
    }

    private func numbers(of client: Client) async throws -> (client: Client, retired: [RetiredClientNumber]) {
        let now = fixture.clock.now
        return try await fixture.store.read { registry in
            let retired = try registry.listRetiredClientNumbers(client.realm, at: now)
            return (try registry.requireClient(client.id.text), retired.sorted { $0.number < $1.number })
        }
    }
}
