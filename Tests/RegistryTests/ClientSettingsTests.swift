import Registry
import Testing

struct ClientSettingsTests {
    private let fixture: RegistryFixture

    init() throws { fixture = try RegistryFixture() }

    private static func change(_ set: (inout ClientSettingsChange) -> Void) -> ClientSettingsChange {
        var change = ClientSettingsChange()
        set(&change)
        return change
    }

    private func create(
        lifetime: Int? = nil, _ settings: @Sendable (inout ClientSettingsChange) -> Void
    ) async throws -> CreateClient {
        let change = Self.change(settings)
        let subscription = try await fixture.subscribe().subscription
        return CreateClient(
            subscription: subscription.id.text, environment: .sandbox, name: "C", scopes: ["external"],
            tokenLifetimeSeconds: lifetime, settings: change)
    }

    @Test func `a client that authenticates by keys has no secret, and what it was given is read back`() async throws {
        let created = try await fixture.run(
            try await create {
                $0.authenticationMethods = [.privateKeyJWT, .tlsClientAuth]
                $0.keySetURI = "https://partner.example/jwks.json"
                $0.certificateSubject = "san_dns=client.partner.example"
                $0.tokenFormat = .some(.jwtES256)
                $0.tokenBinding = .either
                $0.profile = .fapi2
                $0.defaultScopes = ["external"]
                $0.introspects = "external"
                $0.exchangeTargets = ["external"]
            })
        #expect(created.secret == nil)
        let stored = try await fixture.store.read { registry in try registry.findClient(created.client.id) }
        #expect(stored == created.client)
        #expect(stored?.settings.keys == .fetched(uri: "https://partner.example/jwks.json"))
        #expect(stored?.settings.certificateSubject?.text == "san_dns=client.partner.example")
        #expect(stored?.settings.tokenFormat == .jwtES256 && stored?.settings.tokenBinding == .either)
        #expect(stored?.settings.exchangeTargets == ["urn:counterfoil:acme:sandbox:external"])
    }

    @Test func `an update changes the settings that were given and leaves the rest`() async throws {
        let client = try await fixture.run(try await create { $0.tokenBinding = .dpop }).client
        var change = ClientSettingsChange()
        change.tokenFormat = .some(.jwtEdDSA)
        let updated = try await fixture.run(
            UpdateClient(
                client: client.id.text, name: nil, scopes: nil, tokenLifetimeSeconds: nil, settings: change))
        #expect(updated.settings.tokenFormat == .jwtEdDSA && updated.settings.tokenBinding == .dpop)
    }

    @Test func `a SMART client gets tokens of 300 s where nothing else was said`() async throws {
        let client = try await fixture.run(
            try await create {
                $0.authenticationMethods = [.privateKeyJWT]
                $0.keySetURI = "https://partner.example/jwks.json"
                $0.profile = .smartBackendServices
            }
        ).client
        #expect(client.tokenLifetimeSeconds == 300)
    }

    @Test(
        arguments: [
            (change { $0.authenticationMethods = [] }, "needs a method of authentication"),
            (change { $0.authenticationMethods = [.privateKeyJWT] }, "need the client's public keys"),
            (
                change { $0.authenticationMethods = [.tlsClientAuth] },
                "needs the name that the client's certificate has"
            ),
            (change { $0.keySetURI = "http://partner.example/jwks.json" }, "must be an https URL"),
            (change { $0.keySetURI = "https://user@partner.example/jwks.json" }, "must be an https URL"),
            (change { $0.keySetURI = "https://partner.example/jwks.json#a" }, "must be an https URL"),
            (change { $0.keySetURI = "https:///jwks.json" }, "must be an https URL"),
            (change { $0.keySet = "" }, "must have 1 to 32768 bytes"),
            (
                change {
                    $0.keySet = "{}"
                    $0.keySetURI = "https://partner.example/"
                }, "either a registered JWK set or a jwks_uri"
            ),
            (change { $0.certificateSubject = "dns=a" }, "is written KIND=NAME"),
            (change { $0.certificateSubject = "san_dns=" }, "is empty"),
            (change { $0.defaultScopes = ["billing"] }, "is not one of the client's scopes"),
            (change { $0.exchangeTargets = ["external"] }, "which resource's tokens it introspects"),
            (change { $0.exchangeTargets = ["urn:nothing"] }, "There is no resource “urn:nothing”"),
            (change { $0.profile = .fapi2 }, "FAPI 2.0 allows no client secrets"),
            (
                change {
                    $0.profile = .fapi2
                    $0.authenticationMethods = [.privateKeyJWT]
                    $0.keySetURI = "https://partner.example/"
                }, "bound to a key"
            ),
            (
                change {
                    $0.profile = .fapi2
                    $0.authenticationMethods = [.privateKeyJWT]
                    $0.keySetURI = "https://partner.example/"
                    $0.tokenBinding = .dpop
                    $0.tokenFormat = .jwtRS256
                }, "no tokens that are signed RS256. Give ES256 or EdDSA."
            ),
            (change { $0.profile = .smartBackendServices }, "authenticate by private_key_jwt only"),
        ] as [(ClientSettingsChange, String)])
    func `settings that do not go together are refused with the reason`(
        _ settings: ClientSettingsChange, _ reason: String
    ) async throws {
        let error = try await fixture.refusal(of: try await create { $0 = settings })
        #expect(error.message.contains(reason), "\(error.message)")
    }

    @Test func `a client of a realm held to FAPI 2.0 is not set to RS256, and one that was goes on`() async throws {
        let client = try await create { $0.tokenFormat = .jwtRS256 }
        let other = try await create { $0.tokenFormat = .jwtES256 }
        let before = try await fixture.run(client).client
        try await fixture.run(UpdateRealm(realm: before.realm, profile: .fapi2, certificateRoots: nil))
        for operation in [client, try await create { $0.tokenFormat = .jwtRS256 }] {
            let error = try await fixture.refusal(of: operation)
            #expect(error.message == "FAPI 2.0 allows no tokens that are signed RS256. Give ES256 or EdDSA.")
        }
        try await fixture.run(other)
        let renamed = try await fixture.run(
            UpdateClient(client: before.id.text, name: "New name", scopes: nil, tokenLifetimeSeconds: nil))
        #expect(renamed.name == "New name" && renamed.settings == before.settings)
    }

    @Test func `all tokens of a client end when it is held to FAPI 2.0, and not when it was already`() async throws {
        let client = try await fixture.run(
            try await create {
                $0.authenticationMethods = [.privateKeyJWT]
                $0.keySetURI = "https://partner.example/jwks.json"
            }
        ).client
        func update(_ set: (inout ClientSettingsChange) -> Void) async throws -> Client {
            try await fixture.run(
                UpdateClient(
                    client: client.id.text, name: nil, scopes: nil, tokenLifetimeSeconds: nil,
                    settings: Self.change(set)))
        }
        func retired() async throws -> [UInt32] {
            let now = fixture.clock.now
            return try await fixture.store.read { registry in
                try registry.listRetiredClientNumbers(client.realm, at: now).map(\.number)
            }
        }
        #expect(try await update { $0.tokenBinding = .dpop }.number == client.number)
        let changes = try await fixture.changes {
            let held = try await update { $0.profile = .fapi2 }
            #expect(held.number != client.number && held.settings.profile == .fapi2)
        }
        #expect(changes.map(\.kind) == ["client.updated", "client.tokens_revoked"])
        #expect(try await retired() == [client.number])
        _ = try await update { $0.tokenFormat = .some(.jwtEdDSA) }
        _ = try await update { $0.profile = .standard }
        #expect(try await retired() == [client.number])
    }

    @Test func `a SMART client has no longer lifetime`() async throws {
        let error = try await fixture.refusal(
            of: try await create(lifetime: 301) {
                $0.authenticationMethods = [.privateKeyJWT]
                $0.keySetURI = "https://partner.example/jwks.json"
                $0.profile = .smartBackendServices
            })
        #expect(error.message.contains("live 300 s at most"))
    }
}
