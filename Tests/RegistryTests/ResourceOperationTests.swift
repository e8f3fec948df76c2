import Registry
import Testing

struct ResourceOperationTests {
    private let fixture: RegistryFixture

    init() throws { fixture = try RegistryFixture() }

    private static let billing = "https://billing.example/"

    private func realm() async throws -> RealmIdentifier {
        let name = try TenantName("acme")
        if try await fixture.store.read({ registry in try registry.findTenant(name) }) == nil {
            try await fixture.run(CreateTenant(name: "acme", displayName: nil))
        }
        return RealmIdentifier(tenant: name, environment: .sandbox)
    }

    private func create(
        _ identifier: String = billing, name: String = " Billing ", tokenFormat: TokenFormat = .sealed
    ) async throws -> CreateResource {
        CreateResource(realm: try await realm(), identifier: identifier, name: name, tokenFormat: tokenFormat)
    }

    private func resources() async throws -> [Resource] {
        let realm = try await realm()
        return try await fixture.store.read { registry in try registry.listResources(realm) }
    }

    @Test(arguments: [
        billing, "https://billing.example", "https://billing.example:8443/v1?x=%2F", "urn:example:api", "api:x",
        "https://[2001:db8::1]/", "com.example.app:/x",
    ])
    func `a resource of any absolute URI is created in its realm`(_ identifier: String) async throws {
        let created = try await fixture.run(try await create(identifier, tokenFormat: .jwtES256))
        #expect(created.identifier == identifier && created.name == "Billing" && created.tokenFormat == .jwtES256)
        #expect(try await resources().contains(created))
        let other = RealmIdentifier(tenant: created.realm.tenant, environment: .production)
        let others = try await fixture.store.read { registry in try registry.listResources(other) }
        #expect(others.map(\.identifier) == [Resource.externalAPIIdentifier(of: other)])
    }

    @Test(arguments: [
        "", "billing", "/billing", "//billing.example/", "https://billing.example/#", "https://billing.example/#a",
        "https://billing.example/ b", "https://billing.example/\u{e9}", "https://billing.example/%2",
        "https://billing.example/%zz", "https://billing.example/\"", "https://billing.example/a\\b", "https:",
        "1https://billing.example/", "https:///billing", "https://billing.example/\n", "ht tp://x/",
        "https://billing.example/" + String(repeating: "a", count: 477), "https://billing.example/<a>",
    ])
    func `what is no absolute URI without a fragment is refused`(_ identifier: String) async throws {
        let error = try await fixture.refusal(of: try await create(identifier))
        #expect(error.message.contains("is not a resource identifier"))
    }

    @Test func `the longest identifier has 500 bytes`() async throws {
        let longest = "https://billing.example/" + String(repeating: "a", count: 476)
        #expect(try await fixture.run(try await create(longest)).identifier.utf8.count == 500)
    }

    @Test(arguments: ["urn:counterfoil:acme:sandbox:other", "URN:Counterfoil:x"])
    func `identifiers of Counterfoil's own are not given to others`(_ identifier: String) async throws {
        let error = try await fixture.refusal(of: try await create(identifier))
        #expect(error.message.contains("are given out by Counterfoil itself"))
    }

    @Test func `a resource exists once, needs a name and a tenant, and a realm has at most 200`() async throws {
        try await fixture.run(try await create())
        var error = try await fixture.refusal(of: try await create())
        #expect(error.message == "The resource “https://billing.example/” exists already in acme/sandbox.")
        error = try await fixture.refusal(of: try await create("urn:x:y", name: " "))
        #expect(error.message.hasPrefix("The name is empty."))
        let nobody = RealmIdentifier(tenant: try TenantName("nobody"), environment: .sandbox)
        error = try await fixture.refusal(
            of: CreateResource(realm: nobody, identifier: Self.billing, name: "B", tokenFormat: .sealed))
        #expect(error.message.hasPrefix("There is no tenant “nobody”."))
        let realm = try await realm()
        try await fixture.store.write { registry in
            for place in 2..<RegistryLimits.resourcesPerRealm {
                try registry.insert(Resource(realm: realm, identifier: "urn:x:\(place)", name: "N"))
            }
        }
        error = try await fixture.refusal(of: try await create("urn:x:more"))
        #expect(error == .conflict("acme/sandbox has 200 resources, which is the most it can have."))
        // What an unknown one is answered with stays readable.
        error = try await fixture.refusal(
            of: UpdateResource(realm: realm, resource: "urn:z", name: "N", tokenFormat: nil))
        #expect(error.message.contains("and 180 more") && error.message.count < 1_000)
    }

    @Test func `name and token format change, and the identifier stays`() async throws {
        let created = try await fixture.run(try await create())
        let realm = try await realm()
        let renamed = try await fixture.run(
            UpdateResource(realm: realm, resource: Self.billing, name: "Bills", tokenFormat: nil))
        #expect(renamed.name == "Bills" && renamed.tokenFormat == .sealed && renamed.identifier == created.identifier)
        let reformed = try await fixture.run(
            UpdateResource(realm: realm, resource: Self.billing, name: nil, tokenFormat: .jwtRS256))
        #expect(reformed.name == "Bills" && reformed.tokenFormat == .jwtRS256)
        #expect(try await resources().contains(reformed))
        let external = try await fixture.run(
            UpdateResource(realm: realm, resource: "external", name: nil, tokenFormat: .jwtEdDSA))
        #expect(external.identifier == Resource.externalAPIIdentifier(of: realm))
        let changes = try await fixture.changes(of: {
            try await fixture.run(UpdateResource(realm: realm, resource: Self.billing, name: "Bills", tokenFormat: nil))
        })
        #expect(changes.isEmpty)
        let error = try await fixture.refusal(
            of: UpdateResource(realm: realm, resource: "urn:x", name: "N", tokenFormat: nil))
        #expect(error.message.contains("There is no resource “urn:x” in acme/sandbox."))
    }

    @Test func `a resource that nothing names is deleted`() async throws {
        try await fixture.run(try await create())
        try await fixture.run(DeleteResource(realm: try await realm(), resource: Self.billing))
        #expect(try await resources().count == 1)
    }

    @Test func `the identifier of a deleted resource stays taken while a JWT for it may be good, in its realm`()
        async throws
    {
        try await fixture.run(try await create())
        try await fixture.run(DeleteResource(realm: try await realm(), resource: Self.billing))
        let error = try await fixture.refusal(of: try await create())
        #expect(
            error.message == "The resource “https://billing.example/” of acme/sandbox was deleted lately, and tokens "
                + "for it may still be good. Its identifier can be used again after 2026-11-25T12:05:00.000Z. Take "
                + "another one until then.")
        let production = RealmIdentifier(tenant: try await realm().tenant, environment: .production)
        try await fixture.run(
            CreateResource(realm: production, identifier: Self.billing, name: "B", tokenFormat: .sealed))
        fixture.clock.advance(seconds: 86_700)
        #expect(try await fixture.refusal(of: try await create()) == error)
        fixture.clock.advance(seconds: 1)
        try await fixture.run(try await create())
        // And again, whether or not the old deletion was forgotten in between.
        try await fixture.run(DeleteResource(realm: try await realm(), resource: Self.billing))
        _ = try await fixture.refusal(of: try await create())
    }

    @Test func `tokens of a resource are not set to an algorithm that the profile of its realm leaves out`()
        async throws
    {
        let realm = try await realm()
        try await fixture.run(try await create(tokenFormat: .jwtRS256))
        try await fixture.run(UpdateRealm(realm: realm, profile: .fapi2, certificateRoots: nil))
        let refusals = [
            try await fixture.refusal(of: try await create("urn:x:a", tokenFormat: .jwtRS256)),
            try await fixture.refusal(
                of: UpdateResource(realm: realm, resource: "external", name: nil, tokenFormat: .jwtRS256)),
        ]
        for error in refusals {
            #expect(error.message == "FAPI 2.0 allows no tokens that are signed RS256. Give ES256 or EdDSA.")
        }
        // What was set before does not stand in the way of other changes.
        try await fixture.run(UpdateResource(realm: realm, resource: Self.billing, name: "Bills", tokenFormat: nil))
        for format in [TokenFormat.jwtES256, .jwtEdDSA, .sealed] {
            try await fixture.run(
                UpdateResource(realm: realm, resource: Self.billing, name: nil, tokenFormat: format))
        }
    }

    @Test func `a resource that a scope, a client or a token names is not deleted`() async throws {
        let subscription = try await fixture.subscribe().subscription
        let realm = try await realm()
        for name in ["a", "b", "c", "d"] { try await fixture.run(try await create("urn:x:\(name)", name: name)) }
        try await fixture.run(
            CreateScope(
                tenant: "acme", name: "a:read", description: "d", resource: "urn:x:a", environment: .sandbox))
        var settings = ClientSettingsChange()
        settings.introspects = "urn:x:b"
        settings.exchangeTargets = ["urn:x:c", "external"]
        let client = try await fixture.run(
            CreateClient(
                subscription: subscription.id.text, environment: .sandbox, name: "RS", scopes: [],
                tokenLifetimeSeconds: nil, settings: settings)
        ).client
        try await fixture.store.write { registry in
            try registry.insert(
                GrantProfile(realm: realm, number: 1, scopes: [], resource: "urn:x:d", lifetimeSeconds: 60),
                createdFor: client.id)
        }
        let reasons = [
            "urn:x:a": "The scope “a:read” opens", "urn:x:b": "The client \(client.id) introspects",
            "urn:x:c": "The client \(client.id) introspects", "urn:x:d": "Tokens were issued for",
            "external": "The External API is a part of this server", "urn:x": "There is no resource “urn:x”",
        ]
        for (resource, reason) in reasons {
            let error = try await fixture.refusal(of: DeleteResource(realm: realm, resource: resource))
            #expect(error.message.contains(reason))
        }
        try await fixture.run(SetClientStatus(client: client.id.text, status: .deleted))
        try await fixture.run(DeleteResource(realm: realm, resource: "urn:x:b"))
    }
}
