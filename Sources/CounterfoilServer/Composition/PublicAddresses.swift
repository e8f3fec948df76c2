import Registry

/// Where partners reach the public listener, as far as the configuration tells.
struct PublicAddresses: Sendable {
    private let scheme: String
    private let port: Int
    private let baseDomain: String
    private let defaultRealm: RealmIdentifier?

    init(_ configuration: ServerConfiguration) {
        // A trusted proxy speaks TLS for this server, on the usual port.
        let isProxied = configuration.tls == nil && !configuration.trustedProxies.isEmpty
        scheme = configuration.tls != nil || isProxied ? "https" : "http"
        port = isProxied ? 443 : configuration.listen.port
        baseDomain = configuration.baseDomain
        defaultRealm = configuration.defaultRealm
    }

    /// Scheme and authority of a realm.
    func address(of realm: RealmIdentifier) -> String {
        let isLocal = realm == defaultRealm && baseDomain == "localhost"
        let host = isLocal ? "localhost" : "\(realm.hostLabel).\(baseDomain)"
        return "\(scheme)://\(host)" + (port == (scheme == "https" ? 443 : 80) ? "" : ":\(port)")
    }
}
