import HTTPTypes
import HummingbirdTesting
import Persistence
import Registry
import Testing

@testable import CounterfoilServer

/// RFC 8707, and what scopes a request gets that names them or not.
@Suite struct ResourceIndicatorTests {
    private static let external = "urn:counterfoil:acme:sandbox:external"
    private static let billing = ServerFixture.billing

    private func fixture() async throws -> ServerFixture {
        let fixture = try await ServerFixture()
        try await fixture.addBilling()
        return fixture
    }

    @Test(arguments: [
        ("resource=\(billing)", "invoices:read"), ("resource=\(external)", "external reports"),
        ("resource=\(billing)&resource=\(billing)&resource=", "invoices:read"),
        ("resource=\(billing)&scope=invoices:read", "invoices:read"), ("scope=invoices:read", "invoices:read"),
        ("resource=\(external)&scope=reports", "reports"), ("scope=reports+external", "external reports"),
        ("audience=https://elsewhere.example/&scope=external", "external"), ("resource=&scope=external", "external"),
        ("resource=http://sandbox-acme.example.test/api/external", "external reports"),
        ("resource=https://sandbox-acme.example.test:8443/api/external&scope=external", "external"),
        ("resource=http://sandbox-acme.example.test/api/external&resource=\(external)", "external reports"),
    ])
    func `a token has what was asked for, of the API that was asked for`(
        _ parameters: String, _ scope: String
    ) async throws {
        let answer = try await fixture().tokenRequest(with: parameters)
        #expect(answer.status == 200 && answer["scope"] == scope, "\(answer)")
    }

    @Test(arguments: [
        ("resource=https://elsewhere.example/", "invalid_target", "is not an API of this host"),
        ("resource=\(billing)/", "invalid_target", "is not an API of this host"),
        ("resource=HTTPS://billing.example/api", "invalid_target", "is not an API of this host"),
        ("resource=billing", "invalid_target", "is not an absolute URI without a fragment"),
        ("resource=\(billing)%23a", "invalid_target", "is not an absolute URI without a fragment"),
        ("resource=\(billing)%20", "invalid_target", "is not an absolute URI without a fragment"),
        ("resource=\(billing)&resource=\(external)", "invalid_target", "names several APIs"),
        ("resource=\(billing)&resource=urn:x", "invalid_target", "The resource 'urn:x' is not an API"),
        ("resource=urn:counterfoil:acme:production:external", "invalid_target", "is not an API of this host"),
        ("resource=https://acme.example.test/api/external", "invalid_target", "is not an API of this host"),
        ("resource=https://sandbox-zenith.example.test/api/external", "invalid_target", "is not an API of this host"),
        ("resource=https://sandbox-acme.example.test/api/external/", "invalid_target", "is not an API of this host"),
        ("resource=https://u@sandbox-acme.example.test/api/external", "invalid_target", "is not an API of this host"),
        ("resource=ftp://sandbox-acme.example.test/api/external", "invalid_target", "is not an API of this host"),
        ("resource=\(billing)&scope=external", "invalid_scope", "does not belong to the API that resource names"),
        (
            "resource=\(billing)&scope=invoices:pay", "invalid_scope",
            "is not one of this client. It may have: invoices:read."
        ),
        ("resource=\(billing)&scope=other", "invalid_scope", "does not exist here"),
        ("scope=external+invoices:read", "invalid_scope", "belong to several APIs"),
        ("resource=cfs_test_0000000000000000000000000000000000000000000000000", "invalid_target", "'(a secret)'"),
    ])
    func `what cannot be is refused and says why`(_ parameters: String, _ code: String, _ text: String) async throws {
        let fixture = try await fixture()
        let answer = try await fixture.tokenRequest(with: parameters)
        #expect(answer.status == 400 && answer["error"] == code, "\(answer)")
        #expect(answer["error_description"].contains(text), "\(answer)")
        #expect(answer["error_uri"].hasSuffix("/docs/errors/\(code)"))
        let page = try await fixture.send(.get, "/docs/errors/\(code)")
        #expect(page.status == .ok)
    }

    @Test func `a resource of which the client has nothing is refused, and those it has are named`() async throws {
        let fixture = try await fixture()
        try await fixture.change(
            CreateResource(realm: try fixture.realm, identifier: "urn:x:empty", name: "Empty", tokenFormat: .sealed))
        let answer = try await fixture.tokenRequest(with: "resource=urn:x:empty")
        #expect(answer.status == 400 && answer["error"] == "invalid_target")
        #expect(answer["error_description"].hasSuffix("It may have tokens for: \(Self.billing) \(Self.external)."))
    }

    @Test func `without resource and scope, a client of several APIs must say which`() async throws {
        let answer = try await fixture().tokenRequest(with: "")
        #expect(answer.status == 400 && answer["error"] == "invalid_scope")
        #expect(answer["error_description"].contains("belong to several APIs"))
    }

    @Test func `a token for one API is refused by another`() async throws {
        let fixture = try await fixture()
        let billing = try await fixture.tokenRequest(with: "resource=\(Self.billing)")["access_token"]
        let response = try await fixture.send(
            .get, "/api/external/v1/patients", headers: [.authorization: "Bearer \(billing)"])
        #expect(response.status == .unauthorized)
        #expect(response.header("WWW-Authenticate")?.contains("error=\"invalid_token\"") == true)
        let own = try await fixture.tokenRequest(with: "resource=\(Self.external)")["access_token"]
        #expect(try await fixture.patientsStatus(own) == 200)
    }

    @Test func `the API's metadata names the URL that was asked, which works as its resource`() async throws {
        let fixture = try await fixture()
        let document = try await fixture.send(.get, "/.well-known/oauth-protected-resource/api/external")
        let resource = try document.member("resource")
        // RFC 9728 section 3.3: what the document says is what the well-known part was put into.
        #expect(resource == "http://sandbox-acme.example.test/api/external")
        let token = try await fixture.tokenRequest(with: "resource=\(resource)")["access_token"]
        #expect(try await fixture.patientsStatus(token) == 200)
    }

    @Test(
        arguments: [
            (["reports"], "", "reports"), (["reports"], "scope=external", "external"),
            (["invoices:read"], "", "invoices:read"),
            (["external", "reports"], "resource=\(external)", "external reports"),
            ([], "resource=\(billing)", "invoices:read"),
        ] as [([String], String, String)])
    func `a request without scopes gets the client's default ones`(
        _ defaults: [String], _ parameters: String, _ scope: String
    ) async throws {
        let fixture = try await fixture()
        var settings = ClientSettingsChange()
        settings.defaultScopes = defaults
        try await fixture.change(
            UpdateClient(
                client: fixture.sandbox.id, name: nil, scopes: nil, tokenLifetimeSeconds: nil, settings: settings))
        let answer = try await fixture.tokenRequest(with: parameters)
        #expect(answer.status == 200 && answer["scope"] == scope, "\(answer)")
    }

    @Test func `default scopes are no others in disguise: none of the API asked for is none`() async throws {
        let fixture = try await fixture()
        var settings = ClientSettingsChange()
        settings.defaultScopes = ["reports"]
        try await fixture.change(
            UpdateClient(
                client: fixture.sandbox.id, name: nil, scopes: nil, tokenLifetimeSeconds: nil, settings: settings))
        let answer = try await fixture.tokenRequest(with: "resource=\(Self.billing)")
        #expect(answer.status == 400 && answer["error"] == "invalid_scope")
        #expect(
            answer["error_description"].contains("no default scope here. Name the scopes. It may have: invoices:read."))
    }

    @Test func `what a subscription loses is in no further token, at once`() async throws {
        let fixture = try await fixture()
        #expect(try await fixture.tokenRequest(with: "scope=reports").status == 200)
        try await fixture.change(
            UpdateSubscription(
                id: fixture.subscription.text, partner: nil, contact: nil, scopes: ["external", "invoices:read"]))
        let refused = try await fixture.tokenRequest(with: "scope=reports")
        #expect(refused.status == 400 && refused["error"] == "invalid_scope")
        #expect(try await fixture.tokenRequest(with: "resource=\(Self.external)")["scope"] == "external")
    }

    @Test func `a name with an asterisk opens what is called like it, and nothing else`() async throws {
        let fixture = try await ServerFixture()
        let names = ["system/*.rs", "system/Patient.rs", "system/Observation.rs?category=laboratory"]
        for name in names {
            try await fixture.change(CreateScope(tenant: "acme", name: name, description: "d", environment: nil))
        }
        let scopes = [names[0], names[2]]
        try await fixture.change(
            UpdateSubscription(id: fixture.subscription.text, partner: nil, contact: nil, scopes: scopes))
        try await fixture.change(
            UpdateClient(client: fixture.sandbox.id, name: nil, scopes: scopes, tokenLifetimeSeconds: nil))
        let literal = try await fixture.tokenRequest(with: "scope=system/*.rs")
        #expect(literal["scope"] == "system/*.rs")
        let encoded = try await fixture.tokenRequest(with: "scope=system%2FObservation.rs%3Fcategory%3Dlaboratory")
        #expect(encoded["scope"] == names[2])
        #expect(try await fixture.tokenRequest(with: "scope=system/Patient.rs")["error"] == "invalid_scope")
        #expect(try await fixture.patientsStatus(literal["access_token"]) == 403)
    }

    @Test func `tokens of a SMART client live 300 s at most, whatever its row says`() async throws {
        let fixture = try await ServerFixture()
        let id = try #require(ClientIdentifier(fixture.sandbox.id))
        var client = try #require(try await fixture.stores.registry.read { registry in try registry.findClient(id) })
        client.settings.profile = .smartBackendServices
        #expect(client.tokenLifetimeSeconds == 1_200 && client.issuedTokenLifetimeSeconds == 300)
        client.tokenLifetimeSeconds = 60
        #expect(client.issuedTokenLifetimeSeconds == 60)
        client.settings.profile = .standard
        client.tokenLifetimeSeconds = 1_200
        #expect(client.issuedTokenLifetimeSeconds == 1_200)
    }
}
