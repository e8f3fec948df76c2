import Registry
import Testing

struct ClientExportTests {
    private let fixture: RegistryFixture

    init() throws { fixture = try RegistryFixture() }

    private func rows(
        tenant: String? = nil, environment: RealmEnvironment? = nil, subscription: SubscriptionIdentifier? = nil
    ) async throws -> [ExportedClient] {
        let export = ClientExport(
            tenant: try tenant.map { try TenantName($0) }, environment: environment, subscription: subscription)
        return try await fixture.store.read { registry in try export.rows(in: registry) }
    }

    @Test func `clients are exported in order of tenant, environment, subscription and name`() async throws {
        let second = try await fixture.subscribe("beta", partner: "Q")
        let first = try await fixture.subscribe("acme", partner: "P")
        let all = try await rows()
        #expect(
            all.map(\.client.realm.description) == [
                "acme/production", "acme/sandbox", "beta/production", "beta/sandbox",
            ])
        #expect(all.map(\.subscription) == ["P", "P", "Q", "Q"])
        #expect(try await rows(tenant: "beta").map(\.client.realm.tenant.text) == ["beta", "beta"])
        #expect(try await rows(environment: .sandbox).map(\.client.realm.environment) == [.sandbox, .sandbox])
        #expect(
            Set(try await rows(subscription: first.subscription.id).map(\.client.id))
                == Set(first.clients.map(\.client.id)))
        #expect(second.clients.count == 2)
    }

    @Test func `a subscription is named by its identifier where its partner has several`() async throws {
        let subscriptions = [try await fixture.subscribe(), try await fixture.subscribe()].map(\.subscription)
        #expect(Set(try await rows().map(\.subscription)) == Set(subscriptions.map(\.id.text)))
    }

    @Test func `what has ended and what is the operators' own is left out`() async throws {
        let created = try await fixture.subscribe()
        try await fixture.run(CreateSystemRealm())
        try await fixture.run(
            CreateClient(
                subscription: SystemRealm.subscription.text, environment: .production, name: "C", scopes: [],
                tokenLifetimeSeconds: nil))
        try await fixture.run(SetClientStatus(client: created.clients[0].client.id.text, status: .deleted))
        #expect(try await rows().map(\.client.id) == [created.clients[1].client.id])
        try await fixture.run(SetSubscriptionStatus(id: created.subscription.id.text, status: .ended))
        #expect(try await rows().isEmpty)
    }

    @Test func `scopes that the subscription has no more are left out`() async throws {
        let created = try await fixture.subscribe()
        try await fixture.run(CreateScope(tenant: "acme", name: "a", description: "d", environment: nil))
        try await fixture.run(
            UpdateSubscription(id: created.subscription.id.text, partner: nil, contact: nil, scopes: ["a"]))
        #expect(try await rows().map(\.scopes) == [[], []])
    }
}
