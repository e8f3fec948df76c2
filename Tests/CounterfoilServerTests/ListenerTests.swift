import HTTPTypes
import HummingbirdTesting
import Registry
import Testing

@testable import CounterfoilServer

/// The hosts that listeners answer to, and what stands beside the endpoints.
@Suite struct ListenerTests {
    private func admin(
        _ fixture: ServerFixture, _ path: String, host: String = "localhost:8081"
    ) async throws -> TestResponse {
        try await fixture.send(
            .get, path, host: host, headers: [:], bytes: nil, to: fixture.assembly.privatePipeline)
    }

    @Test(arguments: ["nobody.example.test", "sandbox-.example.test", "example.test", "localhost", "evil.test", "a b"])
    func `a host of no realm is answered 404 with a problem document`(_ host: String) async throws {
        let fixture = try await ServerFixture()
        let response = try await fixture.send(.get, "/", host: host)
        #expect(response.status == .notFound)
        #expect(response.header("Content-Type") == "application/problem+json")
        #expect(try response.member("type") == "/docs/errors/unknown_host")
        #expect(response.header("X-Request-Id") != nil)
    }

    @Test func `the default realm answers to the names of this machine`() async throws {
        let fixture = try await ServerFixture { $0.defaultRealm = RealmIdentifier(text: "acme/sandbox") }
        let token = try await fixture.token(host: "localhost:8080")
        for host in ["127.0.0.1:8080", "[::1]:8080", "sandbox-acme.example.test", "SANDBOX-ACME.EXAMPLE.TEST."] {
            #expect(try await fixture.patientsStatus(token, host: host) == 200)
        }
    }

    @Test func `a tenant that is made beside the server is served`() async throws {
        let fixture = try await ServerFixture()
        #expect(try await fixture.send(.get, "/", host: "nova.example.test").status == .notFound)
        try await fixture.change(CreateTenant(name: "nova", displayName: "Nova Care"))
        let page = try await fixture.send(.get, "/", host: "nova.example.test")
        #expect(page.status == .ok)
        #expect(page.text.contains("Nova Care"))
        #expect(page.text.contains("calls are real"))
    }

    @Test func `the front page shows a name as text, whatever is in it`() async throws {
        let fixture = try await ServerFixture()
        try await fixture.change(CreateTenant(name: "nova", displayName: "<script>alert(1)</script>"))
        let page = try await fixture.send(.get, "/", host: "nova.example.test")
        #expect(!page.text.contains("<script>"))
        #expect(page.header("Content-Security-Policy")?.contains("default-src 'none'") == true)
    }

    @Test func `the private listener lives, is ready and has metrics, for its own host names only`() async throws {
        let fixture = try await ServerFixture()
        #expect(try await admin(fixture, "/livez").status == .ok)
        #expect(try await admin(fixture, "/readyz").status == .ok)
        let metrics = try await admin(fixture, "/metrics")
        #expect(metrics.text.contains("counterfoil_revocations 0"))
        #expect(metrics.text.contains("counterfoil_live_keys{state=\"active\"} 15"))
        #expect(metrics.text.contains("counterfoil_expiring_secrets 0"))
        #expect(metrics.text.contains("counterfoil_superseded_secrets{succession=\"still_used\"} 0"))
        #expect(try await admin(fixture, "/livez", host: "acme.example.test").status == .notFound)
        #expect(try await fixture.send(.get, "/metrics").status == .notFound)
    }

    @Test func `a server that hears nothing of its store is not ready, and says why`() async throws {
        let fixture = try await ServerFixture()
        fixture.advance(seconds: 31)
        let response = try await admin(fixture, "/readyz")
        #expect(response.status == .serviceUnavailable)
        #expect(response.text.contains("The registry has not answered since"))
    }

    @Test func `the small files are there`() async throws {
        let fixture = try await ServerFixture { $0.securityContact = "mailto:security@example.test" }
        #expect(try await fixture.send(.get, "/robots.txt").text.contains("Disallow: /"))
        #expect(try await fixture.send(.get, "/favicon.ico").header("Content-Type") == "image/svg+xml")
        let contact = try await fixture.send(.get, "/.well-known/security.txt").text
        #expect(contact.contains("Contact: mailto:security@example.test\n"))
        #expect(contact.contains("Expires: 2027-05-"))
        #expect(try await ServerFixture().send(.get, "/.well-known/security.txt").status == .notFound)
    }
}
