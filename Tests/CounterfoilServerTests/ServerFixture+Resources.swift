import HTTPTypes
import HummingbirdTesting
import Registry
import Testing

@testable import CounterfoilServer

extension ServerFixture {
    /// The identifier of the second API that ``addBilling()`` makes.
    static let billing = "https://billing.example/api"

    /// The realm of the fixture's sandbox client.
    var realm: RealmIdentifier {
        get throws { try #require(RealmIdentifier(text: "acme/sandbox")) }
    }

    /// Makes a second API with the scopes `invoices:read` and `invoices:pay`, and lets the sandbox client have the
    /// first beside `external` and `reports`.
    func addBilling(tokenFormat: TokenFormat = .sealed) async throws {
        try await change(
            CreateResource(
                realm: try realm, identifier: Self.billing, name: "Billing", tokenFormat: tokenFormat))
        for name in ["invoices:read", "invoices:pay"] {
            try await change(
                CreateScope(
                    tenant: "acme", name: name, description: "d", resource: Self.billing, environment: .sandbox))
            try await change(CreateScope(tenant: "acme", name: name, description: "d", environment: .production))
        }
        let scopes = ["external", "invoices:read", "reports"]
        try await change(
            UpdateSubscription(
                id: subscription.text, partner: nil, contact: nil, scopes: scopes + ["invoices:pay"]))
        try await change(
            UpdateClient(client: sandbox.id, name: nil, scopes: scopes, tokenLifetimeSeconds: nil))
    }

    /// Asks for a token with these parameters beside the grant type.
    func tokenRequest(with parameters: String) async throws -> TestAnswer {
        let response = try await tokenRequest(body: "grant_type=client_credentials&" + parameters)
        return TestAnswer(
            status: response.status.code, members: try response.object().compactMapValues { $0 as? String })
    }

    /// An answer of the token endpoint: its status, and those of its members that are texts.
    struct TestAnswer {
        let status: Int
        let members: [String: String]

        subscript(name: String) -> String { members[name] ?? "" }
    }
}
