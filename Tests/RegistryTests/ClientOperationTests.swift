import Registry
import Testing
import Timekeeping

struct ClientOperationTests {
    private let fixture: RegistryFixture

    init() throws { fixture = try RegistryFixture() }

    /// A subscription to `acme` with the scopes `a`, `b` and `external`.
    private func subscription() async throws -> Subscription {
        try await fixture.run(CreateTenant(name: "acme", displayName: nil))
        for name in ["a", "b"] {
            try await fixture.run(CreateScope(tenant: "acme", name: name, description: "d", environment: nil))
        }
        return try await fixture.run(
            CreateSubscription(
                tenant: "acme", partner: "P", contact: "", scopes: ["a", "b", "external"], withClients: false)
        ).subscription
    }

    private func client(scopes: [String] = []) async throws -> Client {
        try await fixture.run(
            CreateClient(
                subscription: try await subscription().id.text, environment: .sandbox, name: "C", scopes: scopes,
                tokenLifetimeSeconds: nil)
        ).client
    }

    private func stored(_ client: Client) async throws -> Client? {
        try await fixture.store.read { registry in try registry.findClient(client.id) }
    }

    @Test(arguments: [([], ["a", "b", "external"]), (["b", "a", "b"], ["a", "b"]), (["external"], ["external"])])
    func `a client has the scopes it was given, or all of its subscription`(
        _ asked: [String], _ scopes: [String]
    ) async throws {
        let client = try await client(scopes: asked)
        #expect(client.scopes.map(\.text) == scopes)
        #expect(try await stored(client) == client)
    }

    @Test(arguments: [
        ("external", [], []), ("urn:counterfoil:acme:sandbox:external", [], []), ("external", ["a"], ["a"]),
    ])
    func `a client that may introspect has one resource, and only the scopes that were named`(
        _ resource: String, _ asked: [String], _ scopes: [String]
    ) async throws {
        let subscription = try await subscription()
        let client = try await fixture.run(
            CreateClient(
                subscription: subscription.id.text, environment: .sandbox, name: "C", scopes: asked,
                tokenLifetimeSeconds: nil, settings: .introspecting(resource))
        ).client
        #expect(client.settings.introspects == "urn:counterfoil:acme:sandbox:external")
        #expect(client.scopes.map(\.text) == scopes)
        #expect(try await stored(client) == client)
    }

    @Test(arguments: ["urn:counterfoil:acme:production:external", "External"])
    func `a resource that the realm does not have is refused with those that it has`(_ resource: String) async throws {
        let error = try await fixture.refusal(
            of: CreateClient(
                subscription: try await subscription().id.text, environment: .sandbox, name: "C", scopes: [],
                tokenLifetimeSeconds: nil, settings: .introspecting(resource)))
        #expect(error.message.contains("There are: urn:counterfoil:acme:sandbox:external."))
    }

    @Test(
        arguments: [
            (["c"], nil, "C", "The scope “c” is not one of the subscription"),
            (["a", "C"], nil, "C", "which has: a, b, external."),
            (["a b"], nil, "C", "is not a scope name"), ([], 59, "C", "Give 60 to 86400 s"),
            ([], 86_401, "C", "Give 60 to 86400 s"),
            ([], nil, "", "The name is empty"), ([], nil, "a\nb", "control character"),
        ] as [([String], Int?, String, String)])
    func `a client that cannot be is refused with the reason`(
        _ scopes: [String], _ lifetime: Int?, _ name: String, _ reason: String
    ) async throws {
        let subscription = try await subscription().id.text
        let error = try await fixture.refusal(
            of: CreateClient(
                subscription: subscription, environment: .production, name: name, scopes: scopes,
                tokenLifetimeSeconds: lifetime))
        #expect(error.message.contains(reason))
    }

    @Test func `a client of no subscription is refused`() async throws {
        let error = try await fixture.refusal(
            of: CreateClient(
                subscription: "sub_0", environment: .production, name: "C", scopes: [], tokenLifetimeSeconds: nil))
        #expect(error.message.hasPrefix("There is no subscription “sub_0”."))
    }

    @Test func `an update changes what is given and leaves the rest`() async throws {
        let client = try await client()
        let renamed = try await fixture.run(
            UpdateClient(client: client.id.text, name: " N ", scopes: nil, tokenLifetimeSeconds: nil))
        #expect(renamed.name == "N" && renamed.scopes == client.scopes && renamed.tokenLifetimeSeconds == 1_200)
        let updated = try await fixture.run(
            UpdateClient(client: client.id.text, name: nil, scopes: ["b"], tokenLifetimeSeconds: 60))
        #expect(updated.name == "N" && updated.scopes.map(\.text) == ["b"] && updated.tokenLifetimeSeconds == 60)
        #expect(updated.number == client.number && updated.status == .active)
        #expect(try await stored(client) == updated)
    }

    @Test func `an update to what is there already is no change`() async throws {
        let client = try await client(scopes: ["a", "b"])
        let changes = try await fixture.changes(of: {
            try await fixture.run(
                UpdateClient(client: client.id.text, name: "C", scopes: ["b", "a"], tokenLifetimeSeconds: 1_200))
            try await fixture.run(
                UpdateClient(client: client.id.text, name: nil, scopes: nil, tokenLifetimeSeconds: nil))
        })
        #expect(changes.isEmpty)
    }

    @Test(
        arguments: [
            (nil, ["c"], nil, "is not one of the subscription"), ("", nil, nil, "The name is empty"),
            (nil, nil, 59, "Give 60 to 86400 s"), ("ok", ["a"], 86_401, "Give 60 to 86400 s"),
        ] as [(String?, [String]?, Int?, String)])
    func `an update that breaks a rule changes nothing`(
        _ name: String?, _ scopes: [String]?, _ lifetime: Int?, _ reason: String
    ) async throws {
        let client = try await client()
        let error = try await fixture.refusal(
            of: UpdateClient(client: client.id.text, name: name, scopes: scopes, tokenLifetimeSeconds: lifetime))
        #expect(error.message.contains(reason))
    }

    @Test(arguments: [Client.Status.suspended, .deleted])
    func `when a client stops, its tokens stop`(_ status: Client.Status) async throws {
        let client = try await client()
        fixture.clock.advance(seconds: 7)
        let stopped = try await fixture.run(SetClientStatus(client: client.id.text, status: status))
        #expect(stopped.status == status && stopped.number > client.number)
        #expect(try await stored(client) == stopped)
        let now = fixture.clock.now
        let retired = try await fixture.store.read { registry in
            try registry.listRetiredClientNumbers(client.realm, at: now)
        }
        #expect(
            retired == [
                RetiredClientNumber(
                    realm: client.realm, number: client.number, until: fixture.clock.now.adding(seconds: 86_700))
            ])
    }

    @Test func `a resumed client keeps the fresh number`() async throws {
        let client = try await client()
        let suspended = try await fixture.run(SetClientStatus(client: client.id.text, status: .suspended))
        let resumed = try await fixture.run(SetClientStatus(client: client.id.text, status: .active))
        #expect(resumed.status == .active && resumed.number == suspended.number)
    }

    @Test(arguments: [Client.Status.active, .suspended])
    func `a status that it has already changes nothing`(_ status: Client.Status) async throws {
        let client = try await client()
        let first = try await fixture.run(SetClientStatus(client: client.id.text, status: status))
        let changes = try await fixture.changes(of: {
            let again = try await fixture.run(SetClientStatus(client: client.id.text, status: status))
            #expect(again == first)
        })
        #expect(changes.isEmpty)
    }

    @Test func `a deleted client stays deleted`() async throws {
        let client = try await client()
        let secret = try await fixture.run(CreateSecret(client: client.id.text, notBefore: nil, expiresAt: nil))
        try await fixture.run(SetClientStatus(client: client.id.text, status: .deleted))
        let id = client.id.text
        let reason = "The client \(id) was deleted. Create another one for the subscription."
        for status in [Client.Status.active, .suspended, .deleted] {
            #expect(try await fixture.refusal(of: SetClientStatus(client: id, status: status)) == .conflict(reason))
        }
        let update = UpdateClient(client: id, name: "x", scopes: nil, tokenLifetimeSeconds: nil)
        #expect(try await fixture.refusal(of: update) == .conflict(reason))
        let create = CreateSecret(client: id, notBefore: nil, expiresAt: nil)
        #expect(try await fixture.refusal(of: create) == .conflict(reason))
        let revoke = RevokeSecret(id: secret.record.id.text)
        #expect(try await fixture.refusal(of: revoke) == .conflict(reason))
    }

    @Test(arguments: ["", "cf_test_0", "cf_test_00000000000000000000", "\u{1B}]0;"])
    func `an unknown one is not found`(_ id: String) async throws {
        let error = try await fixture.refusal(of: SetClientStatus(client: id, status: .suspended))
        guard case .notFound(let message) = error else {
            Issue.record("refused for something else: \(error)")
            return
        }
        #expect(message.contains("`counterfoil client list` shows the clients") && !message.contains("\u{1B}"))
    }
}
