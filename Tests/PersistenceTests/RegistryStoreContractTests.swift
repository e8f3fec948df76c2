import Cryptography
import Persistence
import Registry
import Testing
import Timekeeping

private let noon = RegistrySample.noon

/// What every implementation of `RegistryStore` must do, run against each of them.
@Suite struct RegistryStoreContractTests {
    enum Implementation: CaseIterable, Sendable {
        case sqlite

        func withStore(_ body: (any RegistryStore) async throws -> Void) async throws {
            switch self {
            case .sqlite:
                try await withTemporaryDirectory { directory in
                    try await body(SQLiteRegistryStore(directory: directory, now: noon))
                }
            }
        }

        /// A store that holds the sample.
        func withSample(_ body: (any RegistryStore, RegistrySample) async throws -> Void) async throws {
            try await withStore { store in
                let sample = try RegistrySample()
                try await store.write { registry in try sample.insert(into: registry) }
                try await body(store, sample)
            }
        }
    }

    @Test(arguments: Implementation.allCases)
    func `an empty store finds nothing and lists nothing`(_ implementation: Implementation) async throws {
        try await implementation.withStore { store in
            let sample = try RegistrySample()
            try await store.read { registry throws in
                #expect(try registry.findTenant(sample.tenant.name) == nil)
                #expect(try registry.findRealm(hostName: "api.example.org") == nil)
                #expect(try registry.findSubscription(sample.subscription.id) == nil)
                #expect(try registry.findClient(sample.client.id) == nil)
                #expect(try registry.findClient(number: 1, realm: sample.realm) == nil)
                #expect(try registry.findSecret(sample.secret.id) == nil)
                #expect(try registry.listTenants(ListPage()).isEmpty)
                #expect(try registry.listSubscriptions(tenant: nil, ListPage()).isEmpty)
                #expect(try registry.listClients(tenant: nil, realm: nil, subscription: nil, ListPage()).isEmpty)
                #expect(try registry.listSecrets(sample.client.id).isEmpty)
                #expect(try registry.listScopes(sample.realm).isEmpty)
                #expect(try registry.listResources(sample.realm).isEmpty)
                #expect(try registry.listGrantProfiles(sample.realm).isEmpty)
                #expect(try registry.countGrantProfiles(createdFor: sample.client.id) == 0)
                #expect(try registry.listKeys(sample.realm).isEmpty)
                #expect(try registry.summarizeKeys() == KeySummary(counts: [:], oldestActivation: nil))
                #expect(try registry.listRetiredClientNumbers(sample.realm, at: noon).isEmpty)
                #expect(try registry.findRevokedToken("00", realm: sample.realm) == nil)
                #expect(try registry.listRevokedTokens(sample.realm, at: noon).isEmpty)
                #expect(try registry.listPeppers().isEmpty)
                #expect(try registry.soonestSecretExpiry(after: noon) == nil)
                #expect(try registry.lastChangeNumber() == 0)
                #expect(try registry.listChanges(after: 0, limit: 10).isEmpty)
            }
        }
    }

    @Test(arguments: Implementation.allCases)
    func `records are counted, and those that are suspended or gone`(_ implementation: Implementation) async throws {
        try await implementation.withSample { store, sample in
            let other = try RegistrySample(tenant: "other", mark: 2)
            var (tenant, subscription, client) = (other.tenant, other.subscription, other.client)
            (tenant.status, subscription.status, client.status) = (.suspended, .ended, .suspended)
            try await store.write { [tenant, subscription, client] registry throws in
                try other.insert(into: registry)
                try registry.update(tenant)
                try registry.update(subscription)
                try registry.update(client)
                #expect(
                    try registry.countRecords()
                        == RecordCounts(
                            tenants: 2, suspendedTenants: 1, subscriptions: 1, clients: 2, suspendedClients: 1))
                var deleted = client
                deleted.status = .deleted
                try registry.update(deleted)
                #expect(try registry.countRecords().clients == 1)
            }
        }
    }

    @Test(arguments: Implementation.allCases)
    func `what is stored is read back exactly`(_ implementation: Implementation) async throws {
        try await implementation.withSample { store, sample in
            try await store.read { registry throws in
                #expect(try registry.findTenant(sample.tenant.name) == sample.tenant)
                #expect(try registry.listTenants(ListPage()) == [sample.tenant])
                #expect(try registry.findSubscription(sample.subscription.id) == sample.subscription)
                #expect(try registry.listSubscriptions(tenant: nil, ListPage()) == [sample.subscription])
                #expect(try registry.findClient(sample.client.id) == sample.client)
                #expect(try registry.findClient(number: 1, realm: sample.realm) == sample.client)
                #expect(try registry.findSecret(sample.secret.id) == sample.secret)
                #expect(try registry.listSecrets(sample.client.id) == [sample.secret])
                #expect(try registry.listScopes(sample.realm) == [sample.scope])
                #expect(try registry.listResources(sample.realm) == [sample.resource])
                #expect(try registry.listKeys(sample.realm) == [sample.key])
                #expect(try registry.listPeppers() == [sample.pepper])
            }
        }
    }

    @Test(arguments: Implementation.allCases)
    func `what is changed is read back exactly`(_ implementation: Implementation) async throws {
        try await implementation.withSample { store, sample in
            var (tenant, subscription, client) = (sample.tenant, sample.subscription, sample.client)
            var (secret, key) = (sample.secret, sample.key)
            (tenant.displayName, tenant.status) = ("Other", .suspended)
            (subscription.partner, subscription.contact, subscription.status) = ("Q", "", .ended)
            (subscription.scopes, subscription.limits) = ([sample.scope.name], .none)
            client.settings.allowedNetworks = []
            (client.number, client.name, client.status) = (.max, "D", .deleted)
            (client.scopes, client.tokenLifetimeSeconds) = ([try ScopeName("a"), try ScopeName("b")], 86_400)
            (secret.expiresAt, secret.revokedAt) = (nil, noon.adding(seconds: 7))
            (key.state, key.wrapped, key.destroyedAt) = (.destroyed, [], noon.adding(seconds: 8))
            (key.activatedAt, key.retiredAt) = (noon.adding(seconds: 9), noon.adding(seconds: 10))
            let changed = (tenant, subscription, client, secret, key)
            try await store.write { registry throws in
                try registry.update(changed.0)
                try registry.update(changed.1)
                try registry.update(changed.2)
                try registry.update(changed.3)
                try registry.update(changed.4)
            }
            try await store.read { registry throws in
                #expect(try registry.findTenant(sample.tenant.name) == changed.0)
                #expect(try registry.findSubscription(sample.subscription.id) == changed.1)
                #expect(try registry.findClient(sample.client.id) == changed.2)
                #expect(try registry.findClient(number: .max, realm: sample.realm) == changed.2)
                #expect(try registry.findClient(number: 1, realm: sample.realm) == nil)
                #expect(try registry.findSecret(sample.secret.id) == changed.3)
                #expect(try registry.listKeys(sample.realm) == [changed.4])
            }
        }
    }

    @Test(arguments: Implementation.allCases)
    func `a write sees its own changes, and nobody sees those of one that fails`(
        _ implementation: Implementation
    ) async throws {
        struct Failure: Error {}
        try await implementation.withSample { store, sample in
            var tenant = sample.tenant
            tenant.status = .suspended
            let suspended = tenant
            await #expect(throws: RegistryError.self) {
                try await store.write { registry throws in
                    try registry.update(suspended)
                    #expect(try registry.findTenant(suspended.name) == suspended)
                    throw Failure()
                } as Void
            }
            await #expect(throws: RegistryError.conflict("no")) {
                try await store.write { registry throws in
                    try registry.update(suspended)
                    throw RegistryError.conflict("no")
                } as Void
            }
            let stored = try await store.read { registry in try registry.findTenant(suspended.name) }
            #expect(stored == sample.tenant)
        }
    }

    @Test(arguments: Implementation.allCases)
    func `a second row of one identifier is refused`(_ implementation: Implementation) async throws {
        try await implementation.withSample { store, sample in
            let inserts: [@Sendable (any RegistryWriting) throws -> Void] = [
                { try $0.insert(sample.tenant) }, { try $0.insert(sample.subscription) },
                { try $0.insert(sample.client) }, { try $0.insert(sample.client(marked: 2).with(number: 1)) },
                { try $0.insert(sample.secret) }, { try $0.insert(sample.scope) }, { try $0.insert(sample.resource) },
                { try $0.insert(sample.key) }, { try $0.insert(sample.key(marked: 2, .active)) },
                { try $0.insert(sample.pepper) },
            ]
            for (place, insert) in inserts.enumerated() {
                let error = await #expect(throws: RegistryError.self, "\(place)") { try await store.write(insert) }
                guard case .storage = error else {
                    Issue.record("\(place): refused for something else: \(String(describing: error))")
                    continue
                }
            }
        }
    }

    @Test(arguments: Implementation.allCases)
    func `lists come in pages, ordered by their keys`(_ implementation: Implementation) async throws {
        try await implementation.withStore { store in
            let names = ["a", "b", "c", "d", "e"]
            let samples = try names.enumerated().map { try RegistrySample(tenant: $1, mark: $0 + 1) }
            try await store.write { registry throws in
                for sample in samples.reversed() { try sample.insert(into: registry) }
            }
            try await store.read { registry throws in
                #expect(try registry.listTenants(ListPage(limit: 2)) == samples[0...1].map(\.tenant))
                #expect(try registry.listTenants(ListPage(after: "b", limit: 2)) == samples[2...3].map(\.tenant))
                #expect(try registry.listTenants(ListPage(after: "d", limit: 2)) == [samples[4].tenant])
                #expect(try registry.listTenants(ListPage(after: "e")).isEmpty)
                let ids = samples.map(\.subscription.id.text)
                let page = ListPage(after: ids[1], limit: 2)
                #expect(try registry.listSubscriptions(tenant: nil, page).map(\.id.text) == Array(ids[2...3]))
                let clients = samples.map(\.client)
                let clientPage = ListPage(after: clients[0].id.text, limit: 3)
                #expect(
                    try registry.listClients(tenant: nil, realm: nil, subscription: nil, clientPage)
                        == Array(clients[1...3]))
            }
        }
    }

    @Test(arguments: [(0, 1), (-5, 1), (1, 1), (1_000, 1_000), (1_001, 1_000), (.max, 1_000)])
    func `a page has one to a thousand rows`(_ asked: Int, _ limit: Int) {
        #expect(ListPage(limit: asked).limit == limit)
    }

    @Test(arguments: Implementation.allCases)
    func `subscriptions and clients are listed by what is asked for`(_ implementation: Implementation) async throws {
        try await implementation.withStore { store in
            let (acme, other) = (try RegistrySample(), try RegistrySample(tenant: "other", mark: 2))
            let production = acme.client(marked: 3, in: acme.tenant.realm(.production))
            let suspended = acme.client(marked: 4, status: .suspended)
            let deleted = acme.client(marked: 5, status: .deleted)
            try await store.write { registry throws in
                try acme.insert(into: registry)
                try other.insert(into: registry)
                for client in [production, suspended, deleted] { try registry.insert(client) }
            }
            try await store.read { registry throws in
                func clients(
                    tenant: TenantName? = nil, realm: RealmIdentifier? = nil,
                    subscription: SubscriptionIdentifier? = nil
                ) throws -> Set<UInt32> {
                    let found = try registry.listClients(
                        tenant: tenant, realm: realm, subscription: subscription, ListPage())
                    return Set(found.map(\.number))
                }
                #expect(try clients() == [1, 2, 3, 4])
                #expect(try clients(tenant: acme.tenant.name) == [1, 3, 4])
                #expect(try clients(realm: acme.realm) == [1, 4])
                #expect(try clients(subscription: other.subscription.id) == [2])
                #expect(try clients(tenant: other.tenant.name, subscription: acme.subscription.id) == [])
                #expect(try registry.findClient(deleted.id) == deleted)
                #expect(
                    try registry.listSubscriptions(tenant: other.tenant.name, ListPage()) == [other.subscription])
            }
        }
    }

    @Test(arguments: Implementation.allCases)
    func `what one realm has, another has not`(_ implementation: Implementation) async throws {
        try await implementation.withSample { store, sample in
            let profile = GrantProfile(
                realm: sample.realm, number: 1, scopes: [sample.scope.name], resource: sample.resource.identifier,
                lifetimeSeconds: 60)
            try await store.write { registry throws in
                try registry.insert(profile, createdFor: sample.client.id)
                try registry.insert(RetiredClientNumber(realm: sample.realm, number: 7, until: noon))
            }
            try await store.read { registry throws in
                #expect(try registry.listGrantProfiles(sample.realm) == [profile])
                #expect(try registry.listRetiredClientNumbers(sample.realm, at: noon).map(\.number) == [7])
                for other in ["acme/production", "acm/sandbox", "acmf/sandbox"].compactMap(RealmIdentifier.init(text:))
                {
                    #expect(try registry.listScopes(other).isEmpty)
                    #expect(try registry.listResources(other).isEmpty)
                    #expect(try registry.listKeys(other).isEmpty)
                    #expect(try registry.listGrantProfiles(other).isEmpty)
                    #expect(try registry.listRetiredClientNumbers(other, at: noon).isEmpty)
                    #expect(try registry.findClient(number: 1, realm: other) == nil)
                }
            }
        }
    }
}

extension Client {
    fileprivate func with(number: UInt32) -> Client {
        var client = self
        client.number = number
        return client
    }
}
