package import Logging
package import OutboundHTTP
package import Registry
import Tokens
package import WebFoundation

/// Everything that an operator can set, checked.
package struct ServerConfiguration: Sendable {
    /// In which form log lines are written.
    package enum LogForm: String, Sendable, CaseIterable {
        /// As text on a terminal, else as JSON lines.
        case automatic = "auto"
        /// As text.
        case text
        /// As JSON lines.
        case json
    }

    /// The certificate chain and its key, as paths of PEM files.
    package struct TLS: Sendable, Hashable {
        /// The path of the certificate chain, the leaf first.
        package let certificatePath: String
        /// The path of the private key.
        package let privateKeyPath: String
    }

    /// The data directory.
    package var dataPath: String
    /// Where the public listener listens.
    package var listen = ListenAddress(host: "127.0.0.1", port: 8_080)
    /// Where the private listener listens.
    package var adminListen = ListenAddress(host: "127.0.0.1", port: 8_081)
    /// The host names that the private listener answers to, lower case.
    package var adminHosts: Set<String> = ["localhost", "127.0.0.1", "::1"]
    /// The domain below which tenants have their host names.
    package var baseDomain = "localhost"
    /// The realm that answers to `localhost`, `127.0.0.1` and `::1`.
    package var defaultRealm: RealmIdentifier?
    /// TLS of the public listener in this process.
    package var tls: TLS?
    /// Whether the public listener asks callers for a certificate in its own TLS handshakes. It does not demand one.
    package var requestsClientCertificates = false
    /// Where trusted proxies hand on the certificates of their TLS handshakes, if they do.
    package var clientCertificateHeader: ClientCertificateHeader?
    /// The proxies whose `X-Forwarded-…` header fields are believed.
    package var trustedProxies: [AddressRange] = []
    /// Whether plain HTTP may be served beyond this machine without a trusted proxy.
    package var allowsInsecureHTTP = false
    /// The folder of Swagger UI's own files; a sensible place when `nil`.
    package var swaggerAssetsPath: String?
    /// What is logged at least.
    package var logLevel: Logger.Level = .info
    /// In which form.
    package var logForm: LogForm = .automatic
    /// How long after arrival a failed client authentication is answered, in milliseconds.
    package var authenticationFailureMilliseconds = 50
    /// How long after arrival a failed authentication by assertion or certificate is answered. No setting: what waits
    /// for keys follows from it.
    package var keyAuthenticationFailureMilliseconds = 1_000
    /// How long keys that have to be fetched from a client's `jwks_uri` are waited for.
    package var clientKeyWaitMilliseconds = 800
    /// How long tokens are accepted without word from the store, in seconds.
    package var revocationMaximumStalenessSeconds = 30
    /// Whether DPoP proofs, at the token endpoint and the API, need a nonce of the server's.
    package var requiresDPoPNonce = false
    /// How long a key is active before another one takes over, in days; 0 to leave that to people.
    package var keyRotationDays = 90
    /// How long a key is published before it is used, in seconds; no less than others may keep the JWK set.
    package var keyPublishAheadSeconds = 86_400
    /// Where the operator's security contact is, for `/.well-known/security.txt` (RFC 9116); a `mailto:` or `https:`
    /// URI.
    package var securityContact: String?
    /// What is allowed of requests to URLs that clients have registered, such as a `jwks_uri`.
    package var outbound = OutboundPolicy()

    /// The defaults, for a data directory.
    package init(dataPath: String) {
        self.dataPath = dataPath
    }

    /// Whether callers' certificates reach this server, in either way.
    package var acceptsClientCertificates: Bool { requestsClientCertificates || clientCertificateHeader != nil }

    /// When keys are rotated.
    var keyRotation: KeyRotationPolicy {
        KeyRotationPolicy(
            rotationSeconds: keyRotationDays == 0 ? nil : Int64(keyRotationDays) * 86_400,
            publishAheadSeconds: Int64(keyPublishAheadSeconds))
    }

    /// Checks what depends on several settings.
    ///
    /// - Throws: ``ServerError/configuration(_:)``.
    package func requireSafe() throws(ServerError) {
        guard tls != nil || listen.isLoopback || !trustedProxies.isEmpty || allowsInsecureHTTP else {
            throw .configuration(
                "Listening on \(listen) without TLS would send secrets in clear. Give --tls-certificate and "
                    + "--tls-private-key, or --trusted-proxies when a proxy does TLS, or say --insecure-http.")
        }
        guard !requestsClientCertificates || tls != nil else {
            throw .configuration(
                "Client certificates come in TLS handshakes, and this server does none. Give --tls-certificate and "
                    + "--tls-private-key too, or --client-certificate-header when a proxy does TLS.")
        }
        guard clientCertificateHeader == nil || !trustedProxies.isEmpty else {
            throw .configuration(
                "The header field of client certificates is believed from trusted proxies only, and there are none. "
                    + "Give --trusted-proxies too.")
        }
        guard listen.port == 0 || listen != adminListen else {
            throw .configuration(
                "The public and the private listener cannot both be on \(listen). Give another --admin-listen.")
        }
    }
}
