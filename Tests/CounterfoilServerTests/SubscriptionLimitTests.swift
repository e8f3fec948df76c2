import AuthorizationServer
import Cryptography
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Journal
import JournalTesting
import Registry
import Testing
import Timekeeping
import WebFoundation

@testable import CounterfoilServer

/// What a subscription's limits do at the token endpoint and at the API.
@Suite struct SubscriptionLimitTests {
    private let fixture: ServerFixture
    private static let patients = "/api/external/v1/patients"

    init() async throws { fixture = try await ServerFixture() }

    private func limit(_ limits: SubscriptionLimits) async throws {
        try await fixture.change(UpdateSubscriptionLimits(id: fixture.subscription.text, limits: limits))
    }

    private func call(_ token: String) async throws -> TestResponse {
        try await fixture.send(.get, Self.patients, headers: [.authorization: "Bearer \(token)"])
    }

    /// Lets time go by, in which the server hears of the registry as it would.
    private func wait(seconds: Int64) async throws {
        fixture.advance(seconds: seconds)
        #expect(await fixture.assembly.changeFollower.follow(isJournalBehind: false) == false)
    }

    private func why(_ response: TestResponse) throws -> Refusal {
        let requestID = try #require(response.header("X-Request-Id"))
        return try #require(try fixture.journal.refusal(requestID: requestID))
    }

    private func entries(_ kind: JournalKind) throws -> [String] {
        try fixture.journal.entries(matching: JournalQuery(kind: kind, limit: 1_000)).map {
            String(decoding: $0.body, as: UTF8.self)
        }
    }

    @Test func `without limits no answer speaks of them`() async throws {
        let response = try await fixture.tokenRequest()
        let answer = try await call(try response.member("access_token"))
        for name in ["RateLimit", "RateLimit-Policy", "Quota-Warning", "Retry-After"] {
            #expect(response.header(name) == nil && answer.header(name) == nil)
        }
    }

    @Test func `token requests above the limit are answered 429 until the minute is over`() async throws {
        try await limit(SubscriptionLimits(tokenRequestsPerMinute: 2))
        let first = try await fixture.tokenRequest()
        #expect(first.status == .ok)
        #expect(first.header("RateLimit-Policy") == #""minute";q=2;w=60"#)
        #expect(first.header("RateLimit") == #""minute";r=1;t=60"#)
        // A request that is refused for another cause counts: its client has authenticated.
        #expect(try await fixture.tokenRequest(body: "grant_type=password").status == .badRequest)
        try await wait(seconds: 25)
        let refused = try await fixture.tokenRequest()
        #expect(refused.status == .tooManyRequests)
        #expect(try refused.member("error") == "temporarily_unavailable")
        #expect(refused.header("Retry-After") == "35" && refused.header("RateLimit") == #""minute";r=0;t=35"#)
        let kept = try why(refused)
        #expect(kept.reason == "token_request_limit")
        #expect(kept.detail.contains("2 token requests a minute") && kept.detail.contains(fixture.subscription.text))
        #expect(try await fixture.tokenRequest(fixture.production, host: "acme.example.test").status == .ok)
        try await wait(seconds: 35)
        #expect(try await fixture.tokenRequest().status == .ok)
    }

    @Test func `who does not authenticate uses nothing up`() async throws {
        try await limit(SubscriptionLimits(tokenRequestsPerMinute: 1))
        let stranger = ServerFixture.Credentials(
            id: fixture.sandbox.id, secretID: "", secret: fixture.production.secret)
        for _ in 1...3 { #expect(try await fixture.tokenRequest(stranger).status == .unauthorized) }
        #expect(try await fixture.tokenRequest().status == .ok)
    }

    @Test func `a client that keeps on asking still reads which limit it is`() async throws {
        try await limit(SubscriptionLimits(tokenRequestsPerMinute: 1))
        for _ in 1...101 { _ = try await fixture.tokenRequest() }
        let refused = try await fixture.tokenRequest()
        #expect(try refused.member("error_description").contains("allows 1 token requests a minute"))
    }

    @Test func `calls above the limit of a minute are answered 429, whichever token they come with`() async throws {
        let tokens = [try await fixture.token(), try await fixture.token()]
        try await limit(SubscriptionLimits(callsPerMinute: 2))
        for token in tokens { #expect(try await call(token).status == .ok) }
        let refused = try await call(tokens[0])
        #expect(refused.status == .tooManyRequests)
        #expect(refused.header("Content-Type") == "application/problem+json")
        #expect(try refused.member("type") == "/docs/errors/too_many_requests")
        #expect(refused.header("Retry-After") == "60" && refused.header("RateLimit") == #""minute";r=0;t=60"#)
        let kept = try why(refused)
        #expect(kept.reason == "call_limit_of_minute" && kept.detail.contains("2 calls a minute"))
        try await wait(seconds: 60)
        #expect(try await call(tokens[0]).status == .ok)
    }

    @Test func `a call without a good token uses nothing up`() async throws {
        let token = try await fixture.token()
        try await limit(SubscriptionLimits(callsPerMinute: 1))
        for _ in 1...3 { #expect(try await call(String(token.reversed())).status == .unauthorized) }
        #expect(try await call(token).status == .ok)
    }

    @Test func `the month's marks are told of once, and the hard one ends it`() async throws {
        let token = try await fixture.token()
        try await limit(SubscriptionLimits(softCallsPerMonth: 1, hardCallsPerMonth: 3))
        #expect(try await call(token).header("Quota-Warning") == nil)
        let warned = try await call(token)
        #expect(warned.status == .ok && warned.header("Quota-Warning") == "month;mark=1;used=2")
        #expect(try await call(token).status == .ok)
        for _ in 1...2 {
            let refused = try await call(token)
            #expect(refused.status == .tooManyRequests)
            #expect(try refused.member("type") == "/docs/errors/quota_exhausted")
            #expect(try why(refused).reason == "call_limit_of_month")
            #expect(refused.header("Retry-After").flatMap { Int($0) } ?? 0 > 86_400)
        }
        #expect(try entries(.softQuotaMarkPassed).count == 1 && entries(.hardQuotaMarkReached).count == 1)
        #expect(try entries(.softQuotaMarkPassed)[0].contains(fixture.subscription.text))
    }

    @Test func `a client is refused from an address that is not in its networks`() async throws {
        let token = try await fixture.token()
        var change = ClientSettingsChange()
        change.allowedNetworks = ["192.0.2.0/24", "2001:db8::/32"]
        try await fixture.change(
            UpdateClient(
                client: fixture.sandbox.id, name: nil, scopes: nil, tokenLifetimeSeconds: nil, settings: change))
        let refused = try await fixture.tokenRequest()
        #expect(refused.status == .forbidden)
        #expect(try refused.member("error") == "unauthorized_client")
        #expect(try why(refused).reason == "address_not_allowed")
        #expect(try why(refused).detail.contains("192.0.2.0/24, 2001:db8::/32"))
        let answer = try await call(token)
        #expect(answer.status == .forbidden)
        #expect(try answer.member("type") == "/docs/errors/address_not_allowed")
        #expect(try why(answer).detail.contains("192.0.2.0/24, 2001:db8::/32"))
        let wrong = ServerFixture.Credentials(
            id: fixture.sandbox.id, secretID: "",
            secret: ClientSecret(environment: .sandbox, random: .system)
                .text.exposed)
        #expect(try await fixture.tokenRequest(wrong).member("error") == "invalid_client")
    }

    @Test(arguments: [("127.0.0.0/8", HTTPResponse.Status.ok), ("192.0.2.1", .forbidden)])
    func `the address is the connection's, whatever a stranger says`(
        network: String, status: HTTPResponse.Status
    ) async throws {
        var change = ClientSettingsChange()
        change.allowedNetworks = [network]
        try await fixture.change(
            UpdateClient(
                client: fixture.sandbox.id, name: nil, scopes: nil, tokenLifetimeSeconds: nil, settings: change))
        let basic = Data("\(fixture.sandbox.id):\(fixture.sandbox.secret)".utf8).base64EncodedString()
        let forwarded = try #require(HTTPField.Name("X-Forwarded-For"))
        let responder = LoopbackResponder(pipeline: fixture.assembly.publicPipeline)
        try await Application(responder: responder).test(.live) { client in
            let response = try await client.executeRequest(
                uri: OAuthRoutes.tokenPath, method: .post,
                headers: [
                    .contentType: "application/x-www-form-urlencoded", .authorization: "Basic \(basic)",
                    forwarded: "192.0.2.1",
                ], body: ByteBuffer(string: "grant_type=client_credentials"))
            #expect(response.status == status)
        }
    }
}

/// Asks the pipeline for the sandbox's host.
private struct LoopbackResponder: HTTPResponder {
    let pipeline: RequestPipeline

    func respond(to request: Request, context: CounterfoilRequestContext) async throws -> Response {
        var head = request.head
        head.authority = "sandbox-acme.example.test"
        return try await pipeline.respond(to: Request(head: head, body: request.body), context: context)
    }
}
