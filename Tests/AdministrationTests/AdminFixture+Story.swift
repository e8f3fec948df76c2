import Administration

/// A tenant with one partner, as most tests need it.
struct PartnerStory {
    let subscription: String
    let sandboxClient: String
    let sandboxSecret: String
    let sandboxSecretID: String
    let productionClient: String
}

extension AdminFixture {
    /// Creates the tenant `acme` and a subscription in it.
    func startStory(tenant: String = "acme", partner: String = "Example Partner") async throws -> PartnerStory {
        if try await problem("getTenant", path: ["tenant": tenant]) != nil {
            try await call("createTenant", body: #"{"tenant":"\#(tenant)"}"#)
        }
        let created = try await call(
            "createSubscription", body: #"{"tenant":"\#(tenant)","partner":"\#(partner)"}"#)
        guard case .list(let clients) = created["clients"], clients.count == 2 else { throw NoStory() }
        return PartnerStory(
            subscription: try text(created["subscription"]?["subscription_id"]),
            sandboxClient: try text(clients[0]["client_id"]), sandboxSecret: try text(clients[0]["client_secret"]),
            sandboxSecretID: try text(clients[0]["secret_id"]), productionClient: try text(clients[1]["client_id"]))
    }

    /// The rows of a list.
    func items(_ name: String, path: [String: String] = [:], query: String? = nil) async throws -> [JSONDocument] {
        guard case .list(let items) = try await call(name, path: path, query: query)["items"] else { throw NoStory() }
        return items
    }

    /// A member that is a text.
    func text(_ document: JSONDocument?) throws -> String {
        guard case .text(let text) = document else { throw NoStory() }
        return text
    }

    /// An answer was not as expected.
    struct NoStory: Error {}
}
