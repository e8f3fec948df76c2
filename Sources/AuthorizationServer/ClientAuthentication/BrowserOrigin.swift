import HTTPTypes
import Registry
import WebFoundation

/// Client secrets belong in trusted environments only: a token request that a page of another origin makes is refused
/// (RFC 6454 section 7, RFC 9700 section 2.5).
struct BrowserOrigin: Sendable {
    private let realmOrigins: RealmOrigins

    init(realms: any RealmResolver) {
        realmOrigins = RealmOrigins(realms: realms)
    }

    /// Lets a request pass that has no `Origin`, or that of a host name of the same realm with the same port.
    func require(_ headers: HTTPFields, context: CounterfoilRequestContext) async throws {
        let origins = headers[values: .origin]
        guard let origin = origins.first else { return }
        if origins.count == 1, try await realmOrigins.isOwn(origin, context) { return }
        throw OAuthError(
            .invalidRequest, reason: "client_secret_used_in_browser",
            "This request comes from a web page of another origin, so a client secret is used in a browser, where "
                + "anybody can read it. Ask for tokens from your server, and have this secret replaced.",
            operatorDetail: "Client secret used in a browser, by a page of the origin “\(origin.forMessage)”.")
    }
}
