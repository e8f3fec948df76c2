import Registry

/// Whether a client whose credentials are right may use them, and whether it may get tokens.
enum ClientStanding {
    /// Why it may not; `nil` when it may.
    static func refusal(of client: AuthenticatedClient) -> AuthenticationRefusal? {
        statusRefusal(of: client.entry) ?? methodRefusal(of: client)
    }

    private static func methodRefusal(of client: AuthenticatedClient) -> AuthenticationRefusal? {
        let settings = client.entry.client.settings
        func isAllowed(_ method: ClientAuthenticationMethod) -> Bool {
            settings.authenticationMethods.contains(method) && settings.profile.allows(method)
                && client.realmProfile.allows(method)
        }
        guard !isAllowed(client.method) else { return nil }
        let list = ClientAuthenticationMethod.allCases.filter(isAllowed).map(\.rawValue).joined(separator: ", ")
        let hint = list.isEmpty ? "Ask the provider of the API how it is to authenticate." : "It may use: \(list)."
        return .told(
            "authentication_method_not_allowed",
            "The credentials are right, but this client does not authenticate by \(client.method.rawValue). \(hint)")
    }

    private static func statusRefusal(of entry: ClientEntry) -> AuthenticationRefusal? {
        let client = entry.client
        guard client.status == .active else {
            return .neutral("client_suspended", "The client \(client.id) is \(client.status.rawValue).")
        }
        guard entry.subscription.status == .active else {
            let status = entry.subscription.status
            let state = status == .ended ? "has ended" : "is suspended"
            return .told(
                "subscription_\(status.rawValue)",
                "The credentials are right, but the API subscription \(state). Ask the provider of the API about it.",
                detail: "The subscription \(entry.subscription.id) of \(entry.subscription.partner) \(state).")
        }
        guard entry.tenantStatus == .active else {
            return .told(
                "tenant_suspended",
                "The credentials are right, but this API is suspended. Ask the provider of the API about it.",
                detail: "The tenant \(client.realm.tenant) is suspended.")
        }
        return nil
    }
}
