import HTTPTypes
import Hummingbird
import Registry
import ResourceServer
import WebFoundation

/// The protected resource metadata of the External API (RFC 9728 section 2).
struct ResourceMetadata: Encodable, Sendable {
    /// Where the document is: the path of the resource after the well-known part (RFC 9728 section 3.1).
    static let path = "/.well-known/oauth-protected-resource" + ExternalAPI.resourcePath

    private let resource: String
    private let authorizationServers: [String]
    private let scopes: [String]
    private let bearerMethods = ["header"]
    private let name = "External API"
    private let documentation: String
    /// Left out where DPoP is not known.
    private let proofAlgorithms: [String]?
    private let bindsToCertificates: Bool

    enum CodingKeys: String, CodingKey {
        case resource
        case authorizationServers = "authorization_servers"
        case scopes = "scopes_supported"
        case bearerMethods = "bearer_methods_supported"
        case name = "resource_name"
        case documentation = "resource_documentation"
        case proofAlgorithms = "dpop_signing_alg_values_supported"
        case bindsToCertificates = "tls_client_certificate_bound_access_tokens"
    }

    /// The metadata under the host asked.
    ///
    /// - Parameters:
    ///   - issuerPath: the path of the issuer identifier of every realm.
    ///   - scopes: the scopes of the API.
    ///   - proofAlgorithms: the algorithms of DPoP proofs that are accepted.
    ///   - bindsToCertificates: whether callers' certificates reach this server.
    init(
        in context: CounterfoilRequestContext, issuerPath: String, scopes: [String], proofAlgorithms: [String],
        bindsToCertificates: Bool
    ) {
        resource = context.baseURL + ExternalAPI.resourcePath
        authorizationServers = [context.baseURL + issuerPath]
        self.scopes = scopes
        documentation = context.baseURL + "/swagger/"
        self.bindsToCertificates = bindsToCertificates
        self.proofAlgorithms = proofAlgorithms.isEmpty ? nil : proofAlgorithms
    }

    /// The URL of the document under the host asked, as challenges name it (RFC 9728 section 5.1).
    static func url(in context: CounterfoilRequestContext) -> String { context.baseURL + path }

    /// The route of the document, which any web page may read.
    static func route(
        issuerPath: String, scopes: [String], proofs: @escaping ExternalAPI.ProofSource, bindsToCertificates: Bool
    ) -> Route {
        Route(.get, path, operation: "getExternalAPIMetadata", access: .open) { request, context in
            StaticAsset.metadata(
                ResourceMetadata(
                    in: context, issuerPath: issuerPath, scopes: scopes,
                    proofAlgorithms: try await proofs(context)?.algorithmNames ?? [],
                    bindsToCertificates: bindsToCertificates)
            ).response(to: request)
        }
    }
}
