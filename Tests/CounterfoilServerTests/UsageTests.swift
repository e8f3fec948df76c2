import AuthorizationServer
import Cryptography
import HTTPTypes
import HummingbirdTesting
import Persistence
import Registry
import Testing
import Timekeeping

@testable import CounterfoilServer

/// What of the requests is counted as usage.
@Suite struct UsageTests {
    private let fixture: ServerFixture

    init() async throws { fixture = try await ServerFixture() }

    private func call(_ token: String, _ path: String = "") async throws -> TestResponse {
        try await fixture.send(
            .get, "/api/external/v1/patients" + path, headers: [.authorization: "Bearer \(token)"])
    }

    /// What is written down of the sandbox and today, by who it was.
    private func usage() async throws -> [String] {
        await fixture.assembly.maintenance.flush()
        let today = Day(of: fixture.now)
        let realm = RealmIdentifier(tenant: try TenantName("acme"), environment: .sandbox)
        return try await fixture.stores.registry.read { registry in
            try registry.listUsage(UsageQuery(.realms([realm]), from: today, to: today), limit: 1_000)
        }.map { count in
            let client = count.key.client.isEmpty ? "nobody" : count.key.client == fixture.sandbox.id ? "own" : "other"
            return "\(client) \(count.key.kind.rawValue) \(count.key.word) \(count.count)"
        }
    }

    @Test func `tokens, refusals and calls are counted for their client`() async throws {
        let token = try await fixture.token()
        _ = try await fixture.token()
        _ = try await fixture.tokenRequest(body: "grant_type=client_credentials&scope=nope")
        for _ in 1...3 { #expect(try await call(token).status == .ok) }
        _ = try await call(token, "?nope=1")
        _ = try await fixture.send(.get, "/docs/errors/")
        #expect(
            Set(try await usage()) == [
                "own token  2", "own refusal scope_unknown 1", "own call 200 3", "own call 400 1",
                "own refusal invalid_parameter 1",
            ])
    }

    @Test func `clients that are not known are not counted each by itself`() async throws {
        for _ in 1...5 {
            let invented = ServerFixture.Credentials(
                id: ClientIdentifier(environment: .sandbox, random: .system).text, secretID: "",
                secret: fixture.sandbox.secret)
            _ = try await fixture.tokenRequest(invented)
        }
        _ = try await fixture.tokenRequest(
            ServerFixture.Credentials(id: fixture.production.id, secretID: "", secret: fixture.production.secret))
        _ = try await call("nonsense")
        let rows = try await usage()
        #expect(rows.contains("nobody refusal client_unknown 5") && rows.contains("nobody call 401 1"))
        #expect(rows.allSatisfy { $0.hasPrefix("nobody ") })
    }

    @Test func `a wrong secret counts for the client that was named`() async throws {
        let wrong = ServerFixture.Credentials(
            id: fixture.sandbox.id, secretID: "",
            secret: ClientSecret(environment: .sandbox, random: .system).text.exposed)
        _ = try await fixture.tokenRequest(wrong)
        #expect(try await usage() == ["own refusal client_secret_mismatch 1"])
    }

    @Test func `the calls of a month outlive a restart of the server`() async throws {
        try await fixture.change(
            UpdateSubscriptionLimits(
                id: fixture.subscription.text, limits: SubscriptionLimits(hardCallsPerMonth: 3)))
        let token = try await fixture.token()
        for _ in 1...2 { #expect(try await call(token).status == .ok) }
        _ = try await call("nonsense")
        await fixture.assembly.maintenance.flush()
        let second = try await fixture.restarted()
        var statuses: [Int] = []
        for _ in 1...2 {
            statuses.append(
                try await fixture.send(
                    .get, "/api/external/v1/patients", host: "sandbox-acme.example.test",
                    headers: [.authorization: "Bearer \(token)"], bytes: nil, to: second.publicPipeline
                ).status.code)
        }
        #expect(statuses == [200, 429])
    }

    @Test func `the table of usage is a file of its own form`() async throws {
        _ = try await fixture.token()
        _ = try await usage()
        let program = try await fixture.change(
            CreateClient(
                subscription: SystemRealm.subscription.text, environment: .production, name: "Program",
                scopes: ["admin:read"], tokenLifetimeSeconds: nil))
        let secret = try program.firstSecret.secret.text.exposed
        let issued = try await fixture.send(
            .post, OAuthRoutes.tokenPath, host: "localhost",
            headers: [.contentType: "application/x-www-form-urlencoded"],
            bytes: Array(
                "grant_type=client_credentials&client_id=\(program.client.id.text)&client_secret=\(secret)".utf8),
            to: fixture.assembly.privatePipeline)
        let response = try await fixture.send(
            .get, "/admin/v1/usage.csv?tenant=acme", host: "localhost",
            headers: [.authorization: "Bearer \(try issued.member("access_token"))"], bytes: nil,
            to: fixture.assembly.privatePipeline)
        #expect(response.status == .ok && response.header("Content-Type") == "text/csv; charset=utf-8")
        #expect(response.header("Content-Disposition") == "attachment" && response.header("ETag") == nil)
        #expect(response.text.hasSuffix("acme,sandbox,\(fixture.sandbox.id),token,,1\r\n"))
    }
}
