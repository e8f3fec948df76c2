import Registry
import Testing

struct ScopeOperationTests {
    private let fixture: RegistryFixture

    init() throws { fixture = try RegistryFixture() }

    /// The names of a realm's scopes, but for the narrower ones of the External API, which every realm has.
    private func scopes(_ realm: String) async throws -> [String] {
        let realm = try fixture.realm(realm)
        let narrower = Scope.externalAPI.map(\.name).filter { $0 != Scope.external }
        return try await fixture.store.read { registry in
            try registry.listScopes(realm).map(\.name.text).filter { !narrower.contains($0) }
        }
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

    @Test(arguments: [
        "system/Patient.rs", "system/Observation.rs?category=http://hl7.org/laboratory", "system/*.rs", "a",
        "a:b.c-d_e~f",
    ])
    func `SMART and other names are names, compared as a whole`(_ name: String) async throws {
        try await fixture.run(CreateTenant(name: "acme", displayName: nil))
        try await fixture.run(CreateScope(tenant: "acme", name: name, description: "d", environment: .sandbox))
        #expect(try await scopes("acme/sandbox").sorted() == ["external", name].sorted())
        let created = try await fixture.run(
            CreateScope(tenant: "acme", name: name.uppercased() + "x", description: "d", environment: .sandbox))
        #expect(created.map(\.name.text) == [name.uppercased() + "x"])
    }

    @Test func `a scope belongs to the resource that is named, which must be there`() async throws {
        let tenant = try await fixture.run(CreateTenant(name: "acme", displayName: nil))
        try await fixture.run(
            CreateResource(realm: tenant.realm(.sandbox), identifier: "urn:x:b", name: "B", tokenFormat: .sealed))
        let created = try await fixture.run(
            CreateScope(tenant: "acme", name: "read", description: "d", resource: "urn:x:b", environment: .sandbox))
        #expect(created.map(\.resource) == ["urn:x:b"])
        let error = try await fixture.refusal(
            of: CreateScope(tenant: "acme", name: "more", description: "d", resource: "urn:x:b", environment: nil))
        #expect(error.message.contains("There is no resource “urn:x:b” in acme/production."))
    }

    @Test func `a scope is described anew wherever it is`() async throws {
        try await fixture.run(CreateTenant(name: "acme", displayName: nil))
        try await fixture.run(CreateScope(tenant: "acme", name: "read", description: "d", environment: .sandbox))
        let changed = try await fixture.run(
            UpdateScope(tenant: "acme", name: "read", description: " Read ", environment: nil))
        #expect(changed.map(\.realm.description) == ["acme/sandbox"] && changed.map(\.description) == ["Read"])
        let both = try await fixture.run(
            UpdateScope(tenant: "acme", name: "external", description: "All", environment: nil))
        #expect(both.map(\.realm.description) == ["acme/production", "acme/sandbox"])
        let realm = try fixture.realm("acme/sandbox")
        let stored = try await fixture.store.read { registry in
            try registry.listScopes(realm).filter { ["external", "read"].contains($0.name.text) }.map(\.description)
        }
        #expect(stored == ["All", "Read"])
    }

    @Test func `a scope that no subscription has is deleted, one that is in use is not`() async throws {
        try await fixture.run(CreateTenant(name: "acme", displayName: nil))
        for name in ["read", "reading"] {
            try await fixture.run(CreateScope(tenant: "acme", name: name, description: "d", environment: nil))
        }
        let subscription = try await fixture.run(
            CreateSubscription(tenant: "acme", partner: "P", contact: "", scopes: ["reading"], withClients: true)
        ).subscription
        try await fixture.run(DeleteScope(tenant: "acme", name: "read", environment: nil))
        #expect(try await scopes("acme/sandbox") == ["external", "reading"])
        let used = try await fixture.refusal(of: DeleteScope(tenant: "acme", name: "reading", environment: .sandbox))
        #expect(used.message.contains("is one of the subscription \(subscription.id) of P."))
        let own = try await fixture.refusal(of: DeleteScope(tenant: "acme", name: "external", environment: nil))
        #expect(own.message.contains("belongs to the External API"))
        let gone = try await fixture.refusal(of: DeleteScope(tenant: "acme", name: "read", environment: nil))
        #expect(gone.message.contains("There is no scope “read” in acme/production and acme/sandbox."))
        try await fixture.run(SetSubscriptionStatus(id: subscription.id.text, status: .ended))
        try await fixture.run(DeleteScope(tenant: "acme", name: "reading", environment: .sandbox))
        #expect(try await scopes("acme/sandbox") == ["external"])
        #expect(try await scopes("acme/production") == ["external", "reading"])
    }

    @Test func `a realm has at most 500 scopes`() async throws {
        let realm = try await fixture.run(CreateTenant(name: "acme", displayName: nil)).realm(.sandbox)
        try await fixture.store.write { registry in
            for place in Scope.externalAPI.count..<RegistryLimits.scopesPerRealm {
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
