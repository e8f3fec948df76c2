import Cryptography
import ExternalAPI
import HTTPTypes
import HummingbirdTesting
import Journal
import JournalTesting
import Persistence
import Registry
import Testing
import Tokens
import WebFoundation

@testable import CounterfoilServer

/// Tokens at the External API: where they are good, and when they stop.
@Suite struct AccessTests {
    @Test func `a token opens the API of its realm and of no other`() async throws {
        let fixture = try await ServerFixture()
        let token = try await fixture.token()
        #expect(try await fixture.patientsStatus(token) == 200)
        #expect(try await fixture.patientsStatus(token.lowercased()) == 200)
        for host in ["acme.example.test", "sandbox-zenith.example.test", "zenith.example.test"] {
            #expect(try await fixture.patientsStatus(token, host: host) == 401)
        }
    }

    @Test func `a token works to its last second and not beyond`() async throws {
        let fixture = try await ServerFixture()
        let token = try await fixture.token()
        fixture.advance(seconds: 1_200)
        _ = await fixture.assembly.changeFollower.follow(isJournalBehind: false)
        #expect(try await fixture.patientsStatus(token) == 200)
        fixture.advance(seconds: 1)
        _ = await fixture.assembly.changeFollower.follow(isJournalBehind: false)
        let response = try await fixture.send(
            .get, "/api/external/v1/patients", headers: [.authorization: "Bearer \(token)"])
        #expect(response.status == .unauthorized)
        #expect(response.header("WWW-Authenticate")?.contains("error=\"invalid_token\"") == true)
        #expect(response.header("WWW-Authenticate")?.contains("has expired") == true)
    }

    @Test func `suspending a client kills its tokens, and resuming does not bring them back`() async throws {
        let fixture = try await ServerFixture()
        let token = try await fixture.token()
        try await fixture.change(SetClientStatus(client: fixture.sandbox.id, status: .suspended))
        #expect(try await fixture.patientsStatus(token) == 401)
        try await fixture.change(SetClientStatus(client: fixture.sandbox.id, status: .active))
        #expect(try await fixture.patientsStatus(token) == 401)
        #expect(try await fixture.patientsStatus(fixture.token()) == 200)
    }

    @Test func `suspending a subscription kills the tokens of all its clients`() async throws {
        let fixture = try await ServerFixture()
        let sandbox = try await fixture.token()
        let production = try await fixture.token(fixture.production, host: "acme.example.test")
        try await fixture.change(SetSubscriptionStatus(id: fixture.subscription.text, status: .suspended))
        #expect(try await fixture.patientsStatus(sandbox) == 401)
        #expect(try await fixture.patientsStatus(production, host: "acme.example.test") == 401)
    }

    @Test func `suspending a tenant kills its tokens for good`() async throws {
        let fixture = try await ServerFixture()
        let token = try await fixture.token()
        try await fixture.change(SetTenantStatus(name: "acme", status: .suspended))
        #expect(try await fixture.patientsStatus(token) == 401)
        try await fixture.change(SetTenantStatus(name: "acme", status: .active))
        #expect(try await fixture.patientsStatus(token) == 401)
        #expect(try await fixture.patientsStatus(fixture.token()) == 200)
    }

    @Test func `a token made before a rotation stays good until it expires`() async throws {
        let fixture = try await ServerFixture()
        let realm = try #require(RealmIdentifier(text: "acme/sandbox"))
        let old = try await fixture.token()
        let staged = try await fixture.change(StageKey(realm: realm))
        #expect(try await fixture.patientsStatus(old) == 200)
        try await fixture.change(ActivateKey(realm: realm, identifier: staged.identifier))
        let new = try await fixture.token()
        #expect(try await fixture.patientsStatus(old) == 200)
        #expect(try await fixture.patientsStatus(new) == 200)
        fixture.advance(seconds: 1_201)
        _ = await fixture.assembly.changeFollower.follow(isJournalBehind: false)
        #expect(try await fixture.patientsStatus(old) == 401)
    }

    @Test func `a revoked secret gets no further token, those it got stay good`() async throws {
        let fixture = try await ServerFixture()
        let token = try await fixture.token()
        try await fixture.change(RevokeSecret(id: fixture.sandbox.secretID))
        #expect(try await fixture.tokenRequest().status == .unauthorized)
        #expect(try await fixture.patientsStatus(token) == 200)
    }

    @Test func `a token without the scope is refused with the scope it lacks`() async throws {
        let fixture = try await ServerFixture()
        let created = try await fixture.change(
            CreateSubscription(
                tenant: "acme", partner: "Reporter", contact: "", scopes: ["reports"], withClients: true))
        let client = try #require(created.clients.first)
        let token = try await fixture.token(
            .init(
                id: client.client.id.text, secretID: "", secret: try client.firstSecret.secret.text.exposed))
        let response = try await fixture.send(
            .get, "/api/external/v1/patients", headers: [.authorization: "Bearer \(token)"])
        #expect(response.status == .forbidden)
        #expect(response.header("WWW-Authenticate")?.contains("error=\"insufficient_scope\"") == true)
        #expect(response.header("WWW-Authenticate")?.contains("scope=\"external\"") == true)
    }

    @Test func `without word from the store for too long tokens are neither accepted nor called bad`() async throws {
        let fixture = try await ServerFixture()
        let token = try await fixture.token()
        fixture.advance(seconds: 30)
        #expect(try await fixture.patientsStatus(token) == 200)
        fixture.advance(seconds: 1)
        #expect(try await fixture.patientsStatus(token) == 503)
        _ = await fixture.assembly.changeFollower.follow(isJournalBehind: false)
        #expect(try await fixture.patientsStatus(token) == 200)
    }

    @Test func `without word from the store for too long no token is issued`() async throws {
        let fixture = try await ServerFixture()
        fixture.advance(seconds: 31)
        let response = try await fixture.tokenRequest()
        #expect(response.status == .serviceUnavailable)
        #expect(try response.member("error") == "temporarily_unavailable")
    }

    @Test func `a server hears that a tenant is suspended before it hears of the tenant's new keys`() async throws {
        let fixture = try await ServerFixture()
        let before = try await fixture.stores.registry.read { registry in try registry.lastChangeNumber() }
        try await fixture.change(SetTenantStatus(name: "acme", status: .suspended))
        let kinds = try await fixture.stores.registry.read { registry in
            try registry.listChanges(after: before, limit: 100).map(\.kind)
        }
        #expect(kinds.first == "tenant.suspended")
        // A key of each use in both realms.
        #expect(kinds.count(where: { $0 == "key.replaced" }) == 2 * KeyUse.fromTheBeginning.count)
    }

    @Test func `a realm whose keys cannot be read does not stop the feed for the others`() async throws {
        let fixture = try await ServerFixture()
        let zenith = try #require(RealmIdentifier(text: "zenith/sandbox"))
        let host = "sandbox-zenith.example.test"
        #expect(try await fixture.patientsStatus(String(repeating: "0", count: 64), host: host) == 401)
        try await fixture.stores.registry.write { registry in
            for var key in try registry.listKeys(zenith) {
                key.wrapped = [1, 2, 3]
                try registry.update(key)
            }
        }
        let token = try await fixture.token()
        try await fixture.change(SetTenantStatus(name: "zenith", status: .suspended))
        try await fixture.change(SetClientStatus(client: fixture.sandbox.id, status: .suspended))
        #expect(try await fixture.patientsStatus(token) == 401)
    }

    @Test func `a registry that is an older copy than the journal is refused`() async throws {
        let fixture = try await ServerFixture()
        try await fixture.assembly.journal.append(
            JournalEntry(
                at: fixture.now, kind: .clientCreated, realm: "acme/sandbox", fields: [], changeNumber: 1_000_000))
        let journaling = ChangeJournaling(
            registry: fixture.stores.registry, store: fixture.journal, journal: fixture.assembly.journal)
        let error = await #expect(throws: RegistryError.self) { try await journaling.takeIn() }
        #expect(error?.message.contains("from the same backup") == true)
    }

    @Test func `the log names the client of a call, and never its token`() async throws {
        let fixture = try await ServerFixture()
        let token = try await fixture.token()
        _ = try await fixture.patientsStatus(token)
        let line = try #require(fixture.logLines.all.last { $0.contains("listPatients") })
        #expect(line.contains(fixture.sandbox.id))
        #expect(fixture.logLines.all.allSatisfy { !$0.contains(token) })
    }

    @Test func `every operation is guarded as the route table says`() async throws {
        let fixture = try await ServerFixture()
        for route in fixture.assembly.publicTable.routes {
            let path = route.path.replacing("{id}", with: "10000001").replacing("{code}", with: "invalid_client")
                .replacing("{file}", with: "page.css")
            let response = try await fixture.send(route.method, path)
            switch route.access {
            case .open: #expect(response.status != .unauthorized && response.status != .methodNotAllowed)
            case .clientAuthentication: #expect([401, 415].contains(response.status.code))
            case .accessToken:
                #expect(response.status == .unauthorized)
                #expect(response.header("WWW-Authenticate")?.hasPrefix("Bearer realm=") == true)
            case .privateListener: Issue.record("\(route.operation) is on the public listener")
            }
        }
    }
}
