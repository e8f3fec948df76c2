import Registry
import Testing

struct RealmOperationTests {
    private let fixture: RegistryFixture

    init() throws { fixture = try RegistryFixture() }

    private func realm() async throws -> RealmIdentifier {
        RealmIdentifier(tenant: try await fixture.subscribe().subscription.tenant, environment: .sandbox)
    }

    @Test func `a realm of which nothing was said has the standard settings`() async throws {
        let realm = try await realm()
        let settings = try await fixture.store.read { registry in try registry.findRealmSettings(realm) }
        #expect(settings == RealmSettings(realm: realm, profile: .standard, certificateRoots: ""))
    }

    @Test func `a realm is held to a profile and let go of it`() async throws {
        let realm = try await realm()
        for profile in [SecurityProfile.fapi2, .standard] {
            let settings = try await fixture.run(UpdateRealm(realm: realm, profile: profile, certificateRoots: nil))
            #expect(settings.profile == profile)
            let stored = try await fixture.store.read { registry in try registry.findRealmSettings(realm) }
            #expect(stored == settings)
        }
    }

    @Test(arguments: [
        "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
    ])
    func `what is no certificate is refused`(_ pem: String) async throws {
        let error = try await fixture.refusal(
            of: UpdateRealm(realm: try await realm(), profile: nil, certificateRoots: pem))
        #expect(error.message.contains("certificates in PEM form"))
    }

    @Test func `a realm is not held to the profile of single clients`() async throws {
        let error = try await fixture.refusal(
            of: UpdateRealm(realm: try await realm(), profile: .smartBackendServices, certificateRoots: nil))
        #expect(error.message.contains("SMART is a profile of single clients"))
    }
}
