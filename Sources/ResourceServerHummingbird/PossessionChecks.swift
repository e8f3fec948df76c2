import HTTPTypes
public import Hummingbird
public import ResourceServer

/// How the requests to a server prove that their sender holds the key that an access token is bound to: by a DPoP proof
/// (RFC 9449), by the certificate of mutual TLS (RFC 8705), by both or by neither.
public struct PossessionChecks<Context: RequestContext>: Sendable {
    /// Who verifies the DPoP proofs of a request; `nil` where DPoP is not used.
    let proofs: @Sendable (Context) async throws -> ProofVerifier?

    private let url: @Sendable (Request, Context) -> String
    private let certificateThumbprint: @Sendable (Context) -> String?

    /// Says how.
    ///
    /// - Parameters:
    ///   - proofs: who verifies DPoP proofs; `nil` where DPoP is not used.
    ///   - url: the URL of a request as its sender sees it, proxies and all. Without it no proof fits.
    ///   - certificateThumbprint: the `x5t#S256` of the certificate whose key the sender has proven to hold.
    public init(
        proofs: ProofVerifier? = nil, url: @escaping @Sendable (Request, Context) -> String = { _, _ in "" },
        certificateThumbprint: @escaping @Sendable (Context) -> String? = { _ in nil }
    ) {
        self.init(proofs: { _ in proofs }, url: url, certificateThumbprint: certificateThumbprint)
    }

    /// Says how, for a server with several issuers, whose rules for proofs differ.
    ///
    /// - Parameters:
    ///   - proofs: who verifies the DPoP proofs of a request.
    ///   - url: the URL of a request as its sender sees it, proxies and all. Without it no proof fits.
    ///   - certificateThumbprint: the `x5t#S256` of the certificate whose key the sender has proven to hold.
    public init(
        proofs: @escaping @Sendable (Context) async throws -> ProofVerifier?,
        url: @escaping @Sendable (Request, Context) -> String = { _, _ in "" },
        certificateThumbprint: @escaping @Sendable (Context) -> String? = { _ in nil }
    ) {
        self.proofs = proofs
        self.url = url
        self.certificateThumbprint = certificateThumbprint
    }

    func presentation(of request: Request, _ context: Context, takesProofs: Bool) -> TokenPresentation {
        var presentation = TokenPresentation(
            authorization: request.headers[values: .authorization],
            queryHasToken: request.uri.queryParameters["access_token"] != nil,
            certificateThumbprint: certificateThumbprint(context))
        if takesProofs, let name = HTTPField.Name("DPoP") {
            presentation.proofs = request.headers[values: name]
            presentation.method = request.method.rawValue
            presentation.url = url(request, context)
        }
        return presentation
    }
}
