import Persistence
import Registry
import Testing
import Timekeeping

/// The rules of resources and scopes that every implementation of `RegistryStore` must keep.
@Suite struct RegistryStoreResourceTests {
    typealias Implementation = RegistryStoreContractTests.Implementation

    @Test(arguments: Implementation.allCases)
    func `scopes and resources change and go, those of one realm only`(_ implementation: Implementation) async throws {
        try await implementation.withSample { store, sample in
            let other = try RegistrySample(tenant: "other", mark: 2)
            try await store.write { registry throws in
                try other.insert(into: registry)
                var (scope, resource) = (sample.scope, sample.resource)
                scope.description = "Else"
                resource.name = "Else"
                resource.tokenFormat = .jwtEdDSA
                try registry.update(scope)
                try registry.update(resource)
                #expect(try registry.listScopes(sample.realm) == [scope])
                #expect(try registry.listResources(sample.realm) == [resource])
                try registry.delete(scope)
                try registry.delete(resource)
                #expect(try registry.listScopes(sample.realm).isEmpty)
                #expect(try registry.listResources(sample.realm).isEmpty)
                #expect(try registry.listScopes(other.realm) == [other.scope])
                #expect(try registry.listResources(other.realm) == [other.resource])
            }
        }
    }

    @Test(arguments: Implementation.allCases)
    func `the identifier of a deleted resource is kept through its last moment, in its realm`(
        _ implementation: Implementation
    ) async throws {
        try await implementation.withSample { store, sample in
            let until = RegistrySample.noon.adding(seconds: 60)
            let deleted = DeletedResource(realm: sample.realm, identifier: "urn:example:gone", until: until)
            try await store.write { registry throws in
                func found(
                    _ identifier: String = "urn:example:gone", _ realm: RealmIdentifier = sample.realm,
                    after seconds: Int64 = 0
                ) throws -> DeletedResource? {
                    try registry.findDeletedResource(
                        identifier, realm: realm, at: RegistrySample.noon.adding(seconds: seconds))
                }
                #expect(try found() == nil)
                try registry.insert(deleted)
                #expect(try found() == deleted && found(after: 60) == deleted && found(after: 61) == nil)
                #expect(try found("urn:example:gon") == nil && found("urn:example:%") == nil)
                #expect(try found("urn:example:gone", sample.tenant.realm(.production)) == nil)
                try registry.deleteExpired(at: until)
                #expect(try found() == deleted)
                let again = DeletedResource(
                    realm: sample.realm, identifier: "urn:example:gone", until: until.adding(seconds: 60))
                try registry.insert(again)
                #expect(try found(after: 61) == again)
                try registry.deleteExpired(at: until.adding(seconds: 61))
                #expect(try found() == nil)
            }
        }
    }

    @Test(arguments: Implementation.allCases)
    func `a resource with scopes stays`(_ implementation: Implementation) async throws {
        try await implementation.withSample { store, sample in
            await #expect(throws: RegistryError.self) {
                try await store.write { registry in try registry.delete(sample.resource) }
            }
        }
    }

    @Test(arguments: Implementation.allCases)
    func `who uses a scope or a resource is found by the whole name`(_ implementation: Implementation) async throws {
        try await implementation.withSample { store, sample in
            var exchanging = sample.client(marked: 2)
            exchanging.settings.exchangeTargets = ["urn:example:a", "urn:example:ab"]
            var deleted = sample.client(marked: 3, status: .deleted)
            deleted.settings.introspects = "urn:example:gone"
            let clients = [exchanging, deleted]
            let exchangingClient = exchanging
            var ended = sample.subscription
            ended.status = .ended
            let update = ended
            try await store.write { registry throws in
                for client in clients { try registry.insert(client) }
                func client(_ resource: String) throws -> Client? {
                    try registry.findClient(usingResource: resource, realm: sample.realm)
                }
                #expect(try client(sample.resource.identifier) == sample.client)
                #expect(try client("urn:example:a") == exchangingClient)
                #expect(try client("urn:example:ab") == exchangingClient)
                #expect(try client("urn:example:b") == nil && client("urn:example:gone") == nil)
                #expect(try client("urn:example:%") == nil)
                let production = sample.tenant.realm(.production)
                #expect(try registry.findClient(usingResource: "urn:example:a", realm: production) == nil)
                func subscription(_ scope: String) throws -> Subscription? {
                    try registry.findSubscription(having: try ScopeName(scope), tenant: sample.tenant.name)
                }
                #expect(try subscription("external") == sample.subscription)
                #expect(try subscription("patients:read") == sample.subscription && subscription("patients") == nil)
                #expect(
                    try registry.findSubscription(having: try ScopeName("external"), tenant: TenantName("other")) == nil
                )
                try registry.update(update)
                #expect(try subscription("external") == nil)
                #expect(
                    try !registry.hasGrantProfile(forResource: sample.resource.identifier, realm: sample.realm))
                try registry.insert(
                    GrantProfile(
                        realm: sample.realm, number: 1, scopes: [], resource: sample.resource.identifier,
                        lifetimeSeconds: 60), createdFor: sample.client.id)
                #expect(try registry.hasGrantProfile(forResource: sample.resource.identifier, realm: sample.realm))
                #expect(try !registry.hasGrantProfile(forResource: sample.resource.identifier, realm: production))
            }
        }
    }

    @Test(arguments: Implementation.allCases)
    func `a change that the journal could not write down is not kept`(_ implementation: Implementation) async throws {
        try await implementation.withSample { store, sample in
            @Sendable func change(_ text: String) -> Change {
                Change(
                    at: RegistrySample.noon, actor: Actor("server"), kind: "k", tenant: sample.tenant.name, realm: nil,
                    subject: "s", after: ["t": text])
            }
            let largest = RegistryLimits.changeBytes - 100
            try await store.write { registry in
                try registry.record(change(String(repeating: "x", count: largest)))
            }
            for text in [
                String(repeating: "x", count: RegistryLimits.changeBytes), String(repeating: "\"", count: largest),
                String(repeating: "\u{1}", count: largest / 5),
            ] {
                await #expect(throws: RegistryError.self) {
                    try await store.write { registry in try registry.record(change(text)) }
                }
            }
            #expect(try await store.read { registry in try registry.lastChangeNumber() } == 1)
        }
    }
}
