import Registry
import WebFoundation

/// The resource that a token request names (RFC 8707 section 2).
///
/// A token is for one resource. The External API's identifier is a URN, since it does not follow the host asked; its
/// metadata document names it by URL, as RFC 9728 section 3.3 asks, and so that URL under any host name of the realm
/// stands for it here.
struct RequestedResource: Sendable {
    let registry: RegistryCache
    let realms: any RealmResolver
    /// The path of the External API's URL.
    let externalAPIPath: String

    /// Finds the resource.
    ///
    /// - Returns: the identifier of a resource of the realm; `nil` where the request names none.
    /// - Throws: ``OAuthError`` `invalid_target`, naming what was asked for.
    func identifier(of indicators: [String], in realm: RealmIdentifier) async throws -> String? {
        guard !indicators.isEmpty else { return nil }
        var identifiers: Set<String> = []
        for indicator in indicators { identifiers.insert(try await identifier(of: indicator, in: realm)) }
        guard identifiers.count == 1 else {
            throw OAuthError(
                .invalidTarget, reason: "several_resources",
                "The request names several APIs, and a token is for one. Ask for one token for each (RFC 8707).")
        }
        return identifiers.first
    }

    private func identifier(of indicator: String, in realm: RealmIdentifier) async throws -> String {
        guard ResourceIdentifier.isWellFormed(indicator) else {
            throw OAuthError(
                .invalidTarget, reason: "resource_malformed",
                "The resource '\(EchoedInput.safe(indicator))' is not an absolute URI without a fragment (RFC 8707 "
                    + "section 2).")
        }
        if try await registry.entry(of: realm).resource(indicator) != nil { return indicator }
        guard try await isExternalAPI(indicator, of: realm) else {
            throw OAuthError(
                .invalidTarget, reason: "resource_unknown",
                "The resource '\(EchoedInput.safe(indicator))' is not an API of this host. Leave resource out, or "
                    + "send the API's identifier exactly as its provider gave it to you.")
        }
        return Resource.externalAPIIdentifier(of: realm)
    }

    private func isExternalAPI(_ indicator: String, of realm: RealmIdentifier) async throws -> Bool {
        guard indicator.hasSuffix(externalAPIPath) else { return false }
        let origin = indicator.dropLast(externalAPIPath.count)
        for scheme in ["https://", "http://"] where origin.hasPrefix(scheme) {
            let authority = String(origin.dropFirst(scheme.count))
            guard let host = RequestedHost(authority: authority, isSecure: scheme == "https://") else { return false }
            return try await realms.realm(forHost: host.name) == realm
        }
        return false
    }
}
