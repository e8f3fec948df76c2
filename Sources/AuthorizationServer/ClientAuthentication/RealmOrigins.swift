import Registry
import WebFoundation

/// Tells origins under which the realm that was asked answers from all others.
struct RealmOrigins: Sendable {
    private let realms: any RealmResolver

    init(realms: any RealmResolver) {
        self.realms = realms
    }

    /// Whether an origin, such as `https://acme.example`, is that of a host name of the realm that was asked, with the
    /// scheme and port that were asked.
    ///
    /// - Throws: when the registry could not be asked.
    func isOwn(_ origin: some StringProtocol, _ context: CounterfoilRequestContext) async throws -> Bool {
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
