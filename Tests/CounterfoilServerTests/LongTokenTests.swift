import AuthorizationServer
import Cryptography
import Foundation
import HTTPTypes
import HummingbirdTesting
import Journal
import JournalTesting
import Registry
import ResourceServer
import Testing

@testable import CounterfoilServer

/// A JWT names its scopes, so that many of them make it longer than an API looks at (8,192 bytes).
@Suite struct LongTokenTests {
    private static let names = (10..<75).map { "scope-\($0)-" + String(repeating: "x", count: 91) }

    /// A partner that may have many scopes with long names.
    private func fixture(_ format: TokenFormat) async throws -> ServerFixture {
        let fixture = try await ServerFixture()
        for name in Self.names {
            try await fixture.change(CreateScope(tenant: "acme", name: name, description: "d", environment: nil))
        }
        let scopes = ["external"] + Self.names
        try await fixture.change(
            UpdateSubscription(id: fixture.subscription.text, partner: nil, contact: nil, scopes: scopes))
        var settings = ClientSettingsChange()
        settings.tokenFormat = .some(format)
        try await fixture.change(
            UpdateClient(
                client: fixture.sandbox.id, name: nil, scopes: scopes, tokenLifetimeSeconds: nil, settings: settings))
        return fixture
    }

    private func ask(_ fixture: ServerFixture, count: Int) async throws -> TestResponse {
        let scope = (["external"] + Self.names.prefix(count)).joined(separator: "+")
        return try await fixture.tokenRequest(body: "grant_type=client_credentials&scope=\(scope)")
    }

    @Test(arguments: [TokenFormat.jwtES256, .jwtRS256])
    func `what is issued is accepted, and what would be too long is not issued`(_ format: TokenFormat) async throws {
        let fixture = try await fixture(format)
        var statuses: Set<Int> = []
        for count in 50...Self.names.count {
            let response = try await ask(fixture, count: count)
            statuses.insert(response.status.code)
            guard response.status != .ok else {
                let token = try response.member("access_token")
                #expect(token.utf8.count <= AccessTokenCredentials.longestTokenBytes)
                #expect(try await fixture.patientsStatus(token) == 200)
                continue
            }
            #expect(response.status == .badRequest)
            #expect(try response.member("error") == "invalid_scope")
            #expect(try response.member("error_description").contains("longer than the 8192 bytes"))
        }
        #expect(statuses == [200, 400])
        let issued = try fixture.journal.allEntries.map { try $0.entry() }.filter { $0.kind == .tokenIssued }
        #expect(issued.count < Self.names.count - 49)
    }

    @Test func `a sealed token is as short as ever`() async throws {
        let fixture = try await fixture(.sealed)
        let response = try await ask(fixture, count: Self.names.count)
        #expect(response.status == .ok)
        #expect(try response.member("access_token").utf8.count == 64)
    }
}
