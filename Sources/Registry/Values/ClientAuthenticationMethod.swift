/// How a client proves who it is (RFC 6749 section 2.3), by the names of RFC 7591 section 2.
package enum ClientAuthenticationMethod: String, Hashable, Sendable, CaseIterable {
    /// A client secret by HTTP Basic (RFC 6749 section 2.3.1).
    case clientSecretBasic = "client_secret_basic"
    /// A client secret in the form body (RFC 6749 section 2.3.1).
    case clientSecretPost = "client_secret_post"
    /// An assertion that the client signed (RFC 7523 section 2.2).
    case privateKeyJWT = "private_key_jwt"
    /// A certificate of a known issuer with a known subject (RFC 8705 section 2.1).
    case tlsClientAuth = "tls_client_auth"
    /// A certificate whose key the client registered (RFC 8705 section 2.2).
    case selfSignedTLSClientAuth = "self_signed_tls_client_auth"

    /// The methods by a client secret.
    package static let bySecret: Set<ClientAuthenticationMethod> = [.clientSecretBasic, .clientSecretPost]
    /// The methods by a certificate.
    package static let byCertificate: Set<ClientAuthenticationMethod> = [.tlsClientAuth, .selfSignedTLSClientAuth]
}
