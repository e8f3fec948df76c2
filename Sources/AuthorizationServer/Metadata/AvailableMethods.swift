import JOSE
import Registry

/// The methods of client authentication that work in a realm, for its metadata.
struct AvailableMethods: Sendable {
    /// Whether callers' certificates reach this server: in its own TLS handshakes, or through a proxy.
    let acceptsClientCertificates: Bool

    /// The methods, by the names of RFC 8414 section 2, in alphabetic order.
    ///
    /// - Parameter settings: the realm's.
    func names(in settings: RealmSettings) -> [String] {
        ClientAuthenticationMethod.allCases.filter { works($0, in: settings) && settings.profile.allows($0) }
            .map(\.rawValue).sorted()
    }

    /// The algorithms of client assertions, by their JWA names in alphabetic order.
    func assertionAlgorithms(in settings: RealmSettings) -> [String] {
        SigningAlgorithm.allCases.filter { settings.profile.allows($0) }.map(\.rawValue).sorted()
    }

    private func works(_ method: ClientAuthenticationMethod, in settings: RealmSettings) -> Bool {
        switch method {
        case .clientSecretBasic, .clientSecretPost, .privateKeyJWT: true
        case .selfSignedTLSClientAuth: acceptsClientCertificates
        case .tlsClientAuth: acceptsClientCertificates && !settings.certificateRoots.isEmpty
        }
    }
}
