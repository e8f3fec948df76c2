import Cryptography
import ExternalAPI
import HTTPTypes
import HummingbirdTesting
import Journal
import Persistence
import Registry
import Testing

@testable import CounterfoilServer

struct AccessJournalTests {
    @Test func `an access is in the journal of accesses before the answer leaves`() async throws {
        let fixture = try await ServerFixture()
        let sandbox = try #require(RealmIdentifier(text: "acme/sandbox"))
        try await SandboxReset(registry: fixture.stores.registry, rootKey: fixture.stores.rootKey, random: .system)
            .run(sandbox, at: fixture.now)
        let token = try await fixture.token()
        let answer = try await fixture.send(
            .get, ExternalAPI.root + "/patients/10000001", headers: [.authorization: "Bearer \(token)"])
        #expect(answer.status == .ok)
        var query = JournalQuery(realm: "acme/sandbox")
        query.patient = "10000001"
        let entries = try fixture.stores.access.entries(matching: query)
        #expect(entries.count == 1)
        let entry = try #require(entries.first).entry()
        #expect(entry.kind.rawValue == "access.read" && entry.at == fixture.now)
        #expect(entry["client_id"] == .text(fixture.sandbox.id))
        #expect(entry["subscription"] == .text(fixture.subscription.text))
        #expect(entry["patients"] == .texts(["10000001"]) && entry["record"] == .text("patient"))
        #expect(entry["request_id"] == .text(try #require(answer.header("X-Request-Id"))))
        #expect(try JournalVerification.run(store: fixture.stores.access).fault == nil)
        #expect(!String(decoding: try #require(entries.first).body, as: UTF8.self).contains("Avery"))
    }

    @Test func `only a sandbox is put back`() async throws {
        let fixture = try await ServerFixture()
        let production = try #require(RealmIdentifier(text: "acme/production"))
        let reset = SandboxReset(registry: fixture.stores.registry, rootKey: fixture.stores.rootKey, random: .system)
        await #expect(throws: RegistryError.self) { try await reset.run(production, at: fixture.now) }
    }

    @Test func `every realm has the scopes that the API's operations ask for`() async throws {
        let fixture = try await ServerFixture()
        let document = try await fixture.send(.get, "/.well-known/oauth-protected-resource/api/external")
        let scopes = try #require(try document.object()["scopes_supported"] as? [String])
        #expect(scopes == Scope.externalAPI.map(\.name))
        for environment in RealmEnvironment.allCases {
            let realm = RealmIdentifier(tenant: try TenantName("acme"), environment: environment)
            let known = try await fixture.stores.registry.read { registry in
                try registry.listScopes(realm).map(\.name.text)
            }
            #expect(Set(scopes).isSubset(of: known))
        }
    }
}
