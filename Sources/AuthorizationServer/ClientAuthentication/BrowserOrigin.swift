import HTTPTypes
import Registry
import WebFoundation

/// Client secrets belong in trusted environments only: a token request that a page of another origin makes is refused
/// (RFC 6454 section 7, RFC 9700 section 2.5).
struct BrowserOrigin: Sendable {
    private let realms: any RealmResolver

    init(realms: any RealmResolver) {
        self.realms = realms
    }

    /// Lets a request pass that has no `Origin`, or that of a host name of the same realm with the same port.
    func require(_ headers: HTTPFields, context: CounterfoilRequestContext) async throws {
        let origins = headers[values: .origin]
        guard let origin = origins.first else { return }
        if origins.count == 1, try await isOwn(origin, context) { return }
        throw OAuthError(
            .invalidRequest, reason: "client_secret_used_in_browser",
            "This request comes from a web page of another origin, so a client secret is used in a browser, where "
                + "anybody can read it. Ask for tokens from your server, and have this secret replaced.",
            operatorDetail: "Client secret used in a browser, by a page of the origin “\(origin.forMessage)”.")
    }

    private func isOwn(_ origin: String, _ context: CounterfoilRequestContext) async throws -> Bool {
        guard let separator = origin.firstRange(of: "://") else { return false }
        let scheme = origin[..<separator.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https", let asked = context.host, let realm = context.realm,
            let host = RequestedHost(
                authority: String(origin[separator.upperBound...]), isSecure: scheme == "https")
        else { return false }
        // The port that a scheme has of itself is not written in an origin, but may be in Host.
        func port(_ host: RequestedHost) -> Int { host.port ?? (host.isSecure ? 443 : 80) }
        guard port(host) == port(asked), host.isSecure == asked.isSecure else { return false }
        return try await realms.realm(forHost: host.name) == realm
    }
}
