import Registry
import Testing

struct SubscriptionLimitsTests {
    private let fixture: RegistryFixture

    init() throws { fixture = try RegistryFixture() }

    @Test func `limits are stored, and what is left out becomes unlimited`() async throws {
        let id = try await fixture.subscribe().subscription.id
        let all = SubscriptionLimits(
            tokenRequestsPerMinute: 1, activeSecrets: 2, callsPerMinute: 3, softCallsPerMonth: 4, hardCallsPerMonth: 5)
        for limits in [all, SubscriptionLimits(callsPerMinute: 7), .none] {
            try await fixture.run(UpdateSubscriptionLimits(id: id.text, limits: limits))
            let stored = try await fixture.store.read { registry in try registry.findSubscription(id) }
            #expect(stored?.limits == limits)
        }
    }

    @Test func `the limit of active secrets holds for each client`() async throws {
        let created = try await fixture.subscribe()
        try await fixture.run(
            UpdateSubscriptionLimits(id: created.subscription.id.text, limits: SubscriptionLimits(activeSecrets: 2)))
        for client in created.clients.map(\.client.id.text) {
            try await fixture.run(CreateSecret(client: client, notBefore: nil, expiresAt: nil))
            let error = try await fixture.refusal(of: CreateSecret(client: client, notBefore: nil, expiresAt: nil))
            #expect(error.message.contains("has 2 secrets that work, which is the most it can have"))
        }
    }

    @Test func `the cache hears of new limits and networks`() async throws {
        let created = try await fixture.subscribe()
        let cache = RegistryCache(store: fixture.store)
        let id = try #require(created.clients.first).client.id
        #expect(try await cache.client(id)?.metered == nil)
        var change = ClientSettingsChange()
        change.allowedNetworks = ["10.0.0.0/8"]
        let changes = try await fixture.changes {
            try await fixture.run(
                UpdateSubscriptionLimits(
                    id: created.subscription.id.text, limits: SubscriptionLimits(callsPerMinute: 9)))
            try await fixture.run(
                UpdateClient(client: id.text, name: nil, scopes: nil, tokenLifetimeSeconds: nil, settings: change))
        }
        changes.forEach(cache.apply)
        #expect(try await cache.client(id)?.metered?.limits.callsPerMinute == 9)
        #expect(try await cache.client(id)?.client.settings.allows(address: "10.1.1.1") == true)
        #expect(try await cache.client(id)?.client.settings.allows(address: "11.1.1.1") == false)
        #expect(changes.map { $0.after["calls_per_minute"] } == ["9", nil])
        #expect(changes.map { $0.after["allowed_networks"] } == [nil, "10.0.0.0/8"])
    }

    @Test(arguments: [
        ["10.0.0.0/33"], ["10.0.0.1/8"], ["example.com"], [""], ["10.0.0.0/8", "2001:db8::1/32"], ["10.0.0.0/-1"],
        (0...50).map { "10.0.0.\($0)" },
    ])
    func `what is no network, or too many of them, is refused`(_ networks: [String]) async throws {
        let client = try #require(try await fixture.subscribe().clients.first).client.id.text
        var change = ClientSettingsChange()
        change.allowedNetworks = networks
        let error = try await fixture.refusal(
            of: UpdateClient(client: client, name: nil, scopes: nil, tokenLifetimeSeconds: nil, settings: change))
        guard case .invalid(field: "allowed_networks", _) = error else {
            Issue.record("\(error)")
            return
        }
    }

    @Test(arguments: [
        SubscriptionLimits(tokenRequestsPerMinute: 0), SubscriptionLimits(activeSecrets: 11),
        SubscriptionLimits(callsPerMinute: -1), SubscriptionLimits(hardCallsPerMonth: 1_000_000_000_001),
        SubscriptionLimits(softCallsPerMonth: 5, hardCallsPerMonth: 5),
    ])
    func `a limit out of its range is refused`(_ limits: SubscriptionLimits) async throws {
        let id = try await fixture.subscribe().subscription.id
        await #expect(throws: RegistryError.self) {
            try await fixture.run(UpdateSubscriptionLimits(id: id.text, limits: limits))
        }
        let stored = try await fixture.store.read { registry in try registry.findSubscription(id) }
        #expect(stored?.limits == SubscriptionLimits.none)
    }
}
