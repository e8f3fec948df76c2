import Registry
import Testing

struct ScopeOperationTests {
    private let fixture: RegistryFixture

    init() throws { fixture = try RegistryFixture() }

    private func scopes(_ realm: String) async throws -> [String] {
        let realm = try fixture.realm(realm)
        return try await fixture.store.read { registry in try registry.listScopes(realm).map(\.name.text) }
    }

    @Test(
        arguments: [
            (nil, ["external", "read"], ["external", "read"]), (.sandbox, ["external"], ["external", "read"]),
            (.production, ["external", "read"], ["external"]),
        ] as [(RealmEnvironment?, [String], [String])])
    func `a scope is created where it is asked for`(
        _ environment: RealmEnvironment?, _ production: [String], _ sandbox: [String]
    ) async throws {
        try await fixture.run(CreateTenant(name: "acme", displayName: nil))
        try await fixture.run(CreateTenant(name: "other", displayName: nil))
        let created = try await fixture.run(
            CreateScope(tenant: "acme", name: "read", description: " Read ", environment: environment))
        #expect(created.allSatisfy { $0.description == "Read" && $0.name.text == "read" })
        #expect(created.allSatisfy { $0.resource == Resource.externalAPIIdentifier(of: $0.realm) })
        #expect(try await scopes("acme/production") == production)
        #expect(try await scopes("acme/sandbox") == sandbox)
        #expect(try await scopes("other/sandbox") == ["external"])
    }

    @Test func `a scope that one realm has is created in neither`() async throws {
        try await fixture.run(CreateTenant(name: "acme", displayName: nil))
        try await fixture.run(CreateScope(tenant: "acme", name: "read", description: "d", environment: .sandbox))
        let error = try await fixture.refusal(
            of: CreateScope(tenant: "acme", name: "read", description: "d", environment: nil))
        #expect(error == .conflict("The scope “read” exists already in acme/sandbox."))
        #expect(try await scopes("acme/production") == ["external"])
    }

    @Test(arguments: [
        ("nobody", "read", "d", "There is no tenant “nobody”"), ("acme", "a b", "d", "is not a scope name"),
        ("acme", "external", "d", "exists already in acme/production"),
        ("acme", "read", "", "The description is empty"),
    ])
    func `a scope that cannot be is refused with the reason`(
        _ tenant: String, _ name: String, _ description: String, _ reason: String
    ) async throws {
        try await fixture.run(CreateTenant(name: "acme", displayName: nil))
        let error = try await fixture.refusal(
            of: CreateScope(tenant: tenant, name: name, description: description, environment: nil))
        #expect(error.message.contains(reason))
    }

    @Test func `a realm has at most 500 scopes`() async throws {
        let realm = try await fixture.run(CreateTenant(name: "acme", displayName: nil)).realm(.sandbox)
        try await fixture.store.write { registry in
            for place in 1..<RegistryLimits.scopesPerRealm {
                try registry.insert(
                    Scope(
                        realm: realm, name: try ScopeName("s\(place)"), description: "d",
                        resource: Resource.externalAPIIdentifier(of: realm)))
            }
        }
        let error = try await fixture.refusal(
            of: CreateScope(tenant: "acme", name: "more", description: "d", environment: .sandbox))
        #expect(error == .conflict("acme/sandbox has 500 scopes, which is the most it can have."))
    }
}
