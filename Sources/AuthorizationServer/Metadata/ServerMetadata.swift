import JOSE
import Registry
import WebFoundation

/// The authorization server metadata of a realm (RFC 8414 section 2): what works here, and nothing that does not.
struct ServerMetadata: Encodable, Sendable {
    private let issuer: String
    private let tokenEndpoint: String
    private let keySet: String
    private let introspectionEndpoint: String
    private let revocationEndpoint: String
    private let scopes: [String]
    private let serviceDocumentation: String
    private let authenticationMethods: [String]
    private let introspectionMethods: [String]
    private let revocationMethods: [String]
    private let bindsToCertificates: Bool
    private let authenticationAlgorithms: [String]
    private let introspectionAlgorithms: [String]
    private let revocationAlgorithms: [String]
    private let proofAlgorithms: [String]
    private let grantTypes = GrantType.allCases.map(\.rawValue)
    private let introspectionSigning: [String]
    /// Required, and empty: there is no authorization endpoint.
    private let responseTypes: [String] = []

    enum CodingKeys: String, CodingKey {
        case issuer
        case tokenEndpoint = "token_endpoint"
        case keySet = "jwks_uri"
        case introspectionEndpoint = "introspection_endpoint"
        case revocationEndpoint = "revocation_endpoint"
        case scopes = "scopes_supported"
        case serviceDocumentation = "service_documentation"
        case authenticationMethods = "token_endpoint_auth_methods_supported"
        case introspectionMethods = "introspection_endpoint_auth_methods_supported"
        case revocationMethods = "revocation_endpoint_auth_methods_supported"
        case bindsToCertificates = "tls_client_certificate_bound_access_tokens"
        case authenticationAlgorithms = "token_endpoint_auth_signing_alg_values_supported"
        case introspectionAlgorithms = "introspection_endpoint_auth_signing_alg_values_supported"
        case revocationAlgorithms = "revocation_endpoint_auth_signing_alg_values_supported"
        case proofAlgorithms = "dpop_signing_alg_values_supported"
        case introspectionSigning = "introspection_signing_alg_values_supported"
        case grantTypes = "grant_types_supported"
        case responseTypes = "response_types_supported"
    }

    /// The metadata under the host asked.
    ///
    /// - Parameters:
    ///   - methods: the names of the methods of client authentication that work here.
    ///   - assertionAlgorithms: the algorithms of client assertions that work here.
    ///   - bindsToCertificates: whether tokens can be bound to certificates (RFC 8705 section 3.3).
    ///   - settings: the realm's.
    init(
        scopes: [Scope], methods: [String], assertionAlgorithms: [String], bindsToCertificates: Bool,
        settings: RealmSettings, in context: CounterfoilRequestContext
    ) {
        let base = context.baseURL
        issuer = Issuer.identifier(in: context)
        tokenEndpoint = base + OAuthRoutes.tokenPath
        keySet = base + OAuthRoutes.keySetPath
        introspectionEndpoint = base + OAuthRoutes.introspectionPath
        revocationEndpoint = base + OAuthRoutes.revocationPath
        serviceDocumentation = base + "/"
        self.scopes = scopes.map(\.name.text)
        authenticationMethods = methods
        introspectionMethods = methods
        revocationMethods = methods
        self.bindsToCertificates = bindsToCertificates
        authenticationAlgorithms = assertionAlgorithms
        introspectionAlgorithms = assertionAlgorithms
        revocationAlgorithms = assertionAlgorithms
        proofAlgorithms = DPoPProof.algorithms.filter { settings.profile.allows($0) }.map(\.rawValue)
        introspectionSigning = TokenFormat.allCases.filter { $0 != .sealed && settings.profile.allows($0) }
            .map(\.rawValue).sorted()
    }
}
