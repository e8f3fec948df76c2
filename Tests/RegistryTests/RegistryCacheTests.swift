import Registry
import Testing
import Timekeeping

struct RegistryCacheTests {
    private let fixture: RegistryFixture
    private let store: ObservedStore
    private let cache: RegistryCache

    init() throws {
        fixture = try RegistryFixture()
        store = ObservedStore(fixture.store)
        cache = RegistryCache(store: store, capacity: 100)
    }

    /// Runs an operation and lets the cache hear of its changes.
    private func run(_ operation: some RegistryOperation) async throws {
        let changes = try await fixture.changes(of: { try await fixture.run(operation) })
        #expect(!changes.isEmpty)
        changes.forEach(cache.apply)
    }

    @Test func `a client comes with all that goes with it, by one read`() async throws {
        let created = try await fixture.subscribe()
        let client = try #require(created.clients.first)
        let entry = try #require(try await cache.client(client.client.id))
        #expect(entry.client == client.client && entry.subscription == created.subscription)
        #expect(try entry.tenantStatus == .active && entry.secrets == [client.firstSecret.record])
        #expect(store.reads == 1)
        #expect(try await cache.client(client.client.id) === entry)
        #expect(store.reads == 0)
        #expect(cache.counts.hits == 1 && cache.counts.misses == 1)
    }

    @Test func `a client has only those of its scopes that its subscription has too`() async throws {
        let created = try await fixture.subscribe()
        var subscription = created.subscription
        var client = try #require(created.clients.first).client
        client.scopes = [try ScopeName("a"), try ScopeName("external")]
        subscription.scopes = [try ScopeName("external"), try ScopeName("z")]
        let entry = ClientEntry(client: client, subscription: subscription, tenantStatus: .active, secrets: [])
        #expect(entry.allowedScopes.map(\.text) == ["external"])
    }

    @Test func `what is not there is asked for again`() async throws {
        let id = try #require(ClientIdentifier("cf_test_00000000000000000000"))
        for _ in 0..<2 {
            #expect(try await cache.client(id) == nil)
            #expect(try await cache.tenant(try TenantName("nobody")) == nil)
            #expect(try await cache.realm(hostName: "api.example.org") == nil)
            #expect(try await cache.clientIdentifier(number: 9, realm: try fixture.realm("acme/sandbox")) == nil)
        }
        #expect(store.reads == 8 && cache.counts.hits == 0 && cache.counts.misses == 8)
    }

    @Test func `a number is looked up in its realm only`() async throws {
        let client = try #require(try await fixture.subscribe().clients.first).client
        #expect(try await cache.clientIdentifier(number: client.number, realm: client.realm) == client.id)
        let other = try fixture.realm("acme/production")
        #expect(try await cache.clientIdentifier(number: client.number, realm: other) == nil)
    }

    @Test func `a change of a client is heard`() async throws {
        let clients = try await fixture.subscribe().clients.map(\.client)
        let (client, other) = (clients[0], clients[1])
        for client in clients {
            _ = try await cache.client(client.id)
            _ = try await cache.clientIdentifier(number: client.number, realm: client.realm)
        }
        try await run(UpdateClient(client: client.id.text, name: "N", scopes: nil, tokenLifetimeSeconds: nil))
        #expect(try await cache.client(client.id)?.client.name == "N")
        try await run(SetClientStatus(client: client.id.text, status: .suspended))
        #expect(try await cache.client(client.id)?.client.status == .suspended)
        #expect(try await cache.clientIdentifier(number: client.number, realm: client.realm) == nil)
        try await run(SetClientStatus(client: client.id.text, status: .deleted))
        #expect(try await cache.client(client.id) == nil)
        _ = store.reads
        #expect(try await cache.client(other.id)?.client == other && store.reads == 0)
    }

    @Test func `a change of a secret is heard`() async throws {
        let client = try #require(try await fixture.subscribe().clients.first)
        let id = client.client.id
        let secret = try client.firstSecret.record.id.text
        #expect(try await cache.client(id)?.secrets.count == 1)
        try await run(CreateSecret(client: id.text, notBefore: nil, expiresAt: nil))
        #expect(try await cache.client(id)?.secrets.count == 2)
        let expiry = fixture.clock.now.adding(seconds: 60)
        try await run(SetSecretExpiry(id: secret, expiresAt: expiry))
        #expect(try await cache.client(id)?.secrets.contains { $0.expiresAt == expiry } == true)
        try await run(RevokeSecret(id: secret))
        #expect(try await cache.client(id)?.secrets.contains { $0.revokedAt != nil } == true)
    }

    @Test(arguments: [Subscription.Status.suspended, .ended])
    func `a change of a subscription is heard`(_ status: Subscription.Status) async throws {
        let created = try await fixture.subscribe()
        let client = try #require(created.clients.first).client
        _ = try await cache.client(client.id)
        _ = try await cache.clientIdentifier(number: client.number, realm: client.realm)
        try await run(SetSubscriptionStatus(id: created.subscription.id.text, status: status))
        #expect(try await cache.client(client.id)?.subscription.status == status)
        #expect(try await cache.clientIdentifier(number: client.number, realm: client.realm) == nil)
    }

    @Test func `a change of a tenant is heard`() async throws {
        let client = try #require(try await fixture.subscribe().clients.first).client
        let name = client.realm.tenant
        #expect(try await cache.tenant(name)?.status == .active)
        _ = try await cache.client(client.id)
        try await run(SetTenantStatus(name: name.text, status: .suspended))
        #expect(try await cache.tenant(name)?.status == .suspended)
        #expect(try await cache.client(client.id)?.tenantStatus == .suspended)
    }

    @Test func `a scope that is created is heard in its realm`() async throws {
        let tenant = try await fixture.run(CreateTenant(name: "acme", displayName: nil))
        let realms = RealmEnvironment.allCases.map(tenant.realm)
        let beginning = Scope.externalAPI.map(\.name).sorted()
        for realm in realms { #expect(try await cache.entry(of: realm).scopes.map(\.name.text) == beginning) }
        try await run(CreateScope(tenant: "acme", name: "read", description: "d", environment: .sandbox))
        #expect(try await cache.entry(of: tenant.realm(.sandbox)).scopes.map(\.name.text).contains("read"))
        _ = store.reads
        let production = try await cache.entry(of: tenant.realm(.production)).scopes
        #expect(production.map(\.name.text) == beginning && store.reads == 0)
    }

    @Test func `a change of a scope, a resource and a subscription's scopes is heard`() async throws {
        let created = try await fixture.subscribe()
        let client = try #require(created.clients.first).client
        let realm = client.realm
        #expect(try await cache.entry(of: realm).resources.count == 1)
        try await run(CreateResource(realm: realm, identifier: "urn:x:b", name: "B", tokenFormat: .sealed))
        #expect(try await cache.entry(of: realm).resources.map(\.name) == ["External API", "B"])
        try await run(UpdateResource(realm: realm, resource: "urn:x:b", name: nil, tokenFormat: .jwtES256))
        #expect(try await cache.entry(of: realm).resources.contains { $0.tokenFormat == .jwtES256 })
        try await run(DeleteResource(realm: realm, resource: "urn:x:b"))
        #expect(try await cache.entry(of: realm).resources.count == 1)
        try await run(CreateScope(tenant: "acme", name: "read", description: "d", environment: nil))
        #expect(try await cache.entry(of: realm).scopes.count == Scope.externalAPI.count + 1)
        try await run(UpdateScope(tenant: "acme", name: "read", description: "e", environment: nil))
        #expect(try await cache.entry(of: realm).scopes.map(\.description).contains("e"))
        try await run(UpdateClient(client: client.id.text, name: "C", scopes: nil, tokenLifetimeSeconds: nil))
        #expect(try await cache.client(client.id)?.allowedScopes.map(\.text) == ["external"])
        try await run(
            UpdateSubscription(id: created.subscription.id.text, partner: nil, contact: nil, scopes: ["read"]))
        #expect(try await cache.client(client.id)?.allowedScopes.map(\.text) == [])
    }

    @Test func `a change of another kind drops everything, one of keys nothing`() async throws {
        let client = try #require(try await fixture.subscribe().clients.first).client
        func change(_ kind: String) -> Change {
            Change(
                at: fixture.clock.now, actor: Actor("server"), kind: kind, tenant: client.realm.tenant, realm: nil,
                subject: "x")
        }
        for (kind, reads) in [("key.rotated", 0), ("host_name.created", 1), ("client.odd", 1), ("secret.odd", 1)] {
            _ = try await cache.client(client.id)
            _ = store.reads
            cache.apply(change(kind))
            _ = try await cache.client(client.id)
            #expect(store.reads == reads, "\(kind)")
        }
    }

    @Test func `what was read before a change is not held after it`() async throws {
        let client = try #require(try await fixture.subscribe().clients.first).client
        store.interrupt { [fixture, cache] () throws(RegistryError) in
            let last = try await fixture.store.read { registry in try registry.lastChangeNumber() }
            try await fixture.run(SetClientStatus(client: client.id.text, status: .suspended))
            let changes = try await fixture.store.read { registry in
                try registry.listChanges(after: last, limit: 10)
            }
            changes.forEach(cache.apply)
        }
        // This answer was on its way when the change came; the next one must not be.
        #expect(try await cache.client(client.id)?.client.status == .active)
        #expect(try await cache.client(client.id)?.client.status == .suspended)
    }

    @Test func `an error of the store goes to who asks and is not held`() async throws {
        let client = try #require(try await fixture.subscribe().clients.first).client
        store.setFailing(true)
        await #expect(throws: RegistryError.storage("The disk is gone.")) { try await cache.client(client.id) }
        store.setFailing(false)
        #expect(try await cache.client(client.id)?.client == client)
    }
}
