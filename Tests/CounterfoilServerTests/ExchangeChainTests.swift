import AuthorizationServer
import Cryptography
import Foundation
import HTTPTypes
import HummingbirdTesting
import Registry
import Testing

@testable import CounterfoilServer

/// Token exchange from service to service to service: what the last one reaches.
@Suite struct ExchangeChainTests {
    private static let external = "urn:counterfoil:acme:sandbox:external"
    /// The APIs on the way, each with one scope; the last service calls the External API.
    private static let way = ["https://first.example/", "https://second.example/", "https://third.example/"]

    /// A partner that calls the first service, which calls the second, which calls the third.
    private struct Chain {
        let fixture: ServerFixture
        /// The partner, then the services.
        let members: [ServerFixture.Credentials]

        /// - Parameter poor: which of the members may not have the scope `external`.
        init(poor: Int?) async throws {
            fixture = try await ServerFixture()
            let realm = try #require(RealmIdentifier(text: "acme/sandbox"))
            for (index, resource) in way.enumerated() {
                try await fixture.change(
                    CreateResource(realm: realm, identifier: resource, name: "API", tokenFormat: .sealed))
                try await fixture.change(
                    CreateScope(
                        tenant: "acme", name: "call:\(index)", description: "d", resource: resource,
                        environment: .sandbox))
                try await fixture.change(
                    CreateScope(tenant: "acme", name: "call:\(index)", description: "d", environment: .production))
            }
            let all = ["call:0", "call:1", "call:2", "external", "reports"]
            let subscription = try await fixture.change(
                CreateSubscription(tenant: "acme", partner: "Chain", contact: "", scopes: all, withClients: false)
            ).subscription
            var members: [ServerFixture.Credentials] = []
            for index in 0...way.count {
                var settings = ClientSettingsChange()
                if index > 0 {
                    settings.introspects = way[index - 1]
                    settings.exchangeTargets = [index < way.count ? way[index] : external]
                }
                let created = try await fixture.change(
                    CreateClient(
                        subscription: subscription.id.text, environment: .sandbox, name: "Member \(index)",
                        scopes: all.filter { $0 != "external" || index != poor }, tokenLifetimeSeconds: nil,
                        settings: settings))
                members.append(
                    .init(
                        id: created.client.id.text, secretID: try created.firstSecret.record.id.text,
                        secret: try created.firstSecret.secret.text.exposed))
            }
            self.members = members
        }

        /// The token with which the last service was called.
        func tokenOfLastService() async throws -> String {
            let first = try await fixture.tokenRequest(
                members[0], body: "grant_type=client_credentials&resource=\(way[0])")
            #expect(first.status == .ok, "\(first.text)")
            var token = try first.member("access_token")
            for index in 1..<way.count {
                let response = try await exchange(token, by: index)
                #expect(response.status == .ok, "\(response.text)")
                token = try response.member("access_token")
            }
            return token
        }

        func exchange(_ token: String, by index: Int, scope: String? = nil) async throws -> TestResponse {
            try await fixture.tokenRequest(
                members[index],
                body: "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token=\(token)"
                    + "&subject_token_type=urn:ietf:params:oauth:token-type:access_token"
                    + (scope.map { "&scope=\($0)" } ?? ""))
        }
    }

    @Test func `where all may have a scope the last service reaches it`() async throws {
        let chain = try await Chain(poor: nil)
        let response = try await chain.exchange(try await chain.tokenOfLastService(), by: 3)
        #expect(try response.member("scope") == "external reports")
        #expect(try await chain.fixture.patientsStatus(try response.member("access_token")) == 200)
    }

    @Test(arguments: 0...3)
    func `a scope that any member of the chain lacks is out of reach for all of them`(_ poor: Int) async throws {
        let chain = try await Chain(poor: poor)
        let token = try await chain.tokenOfLastService()
        let refused = try await chain.exchange(token, by: 3, scope: "external")
        #expect(refused.status == .badRequest)
        #expect(try refused.member("error") == "invalid_scope")
        let narrower = try await chain.exchange(token, by: 3)
        #expect(try narrower.member("scope") == "reports")
    }

    @Test(arguments: 0...3)
    func `a member that is suspended on the way takes the whole chain with it`(_ index: Int) async throws {
        let chain = try await Chain(poor: nil)
        let token = try await chain.tokenOfLastService()
        try await chain.fixture.change(SetClientStatus(client: chain.members[index].id, status: .suspended))
        let response = try await chain.exchange(token, by: 3)
        #expect(response.status == (index == 3 ? .unauthorized : .badRequest))
        #expect(try response.member("error") == (index == 3 ? "invalid_client" : "invalid_request"))
    }
}
