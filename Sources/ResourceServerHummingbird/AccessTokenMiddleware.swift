package import HTTPTypes
public import Hummingbird
public import ResourceServer

/// Lets a request pass only with a good access token of sufficient scope (RFC 6750), and hands the token on in the
/// context.
public struct AccessTokenMiddleware<Context: AccessTokenRequestContext>: RouterMiddleware {
    private let validator: @Sendable (Context) async throws -> any AccessTokenValidator
    private let protectionSpace: @Sendable (Context) -> String
    private let requirement: ScopeRequirement
    private let possession: PossessionChecks<Context>
    private let refuse: @Sendable (BearerRefusal, Request, Context) throws -> Response

    /// Guards the routes behind it.
    ///
    /// - Parameters:
    ///   - requirement: the scopes of which one is needed.
    ///   - protectionSpace: the name in the challenge, for this request.
    ///   - validator: who validates the tokens of this request; one server may serve several issuers.
    ///   - possession: how requests prove to hold the key of a bound token. Without it bound tokens are refused.
    ///   - refuse: makes the answer of a refusal, or throws. Without it, ``answer(to:)``.
    public init(
        requirement: ScopeRequirement,
        protectionSpace: @escaping @Sendable (Context) -> String,
        validator: @escaping @Sendable (Context) async throws -> any AccessTokenValidator,
        possession: PossessionChecks<Context> = PossessionChecks(),
        refuse: @escaping @Sendable (BearerRefusal, Request, Context) throws -> Response = { refusal, _, _ in
            Self.answer(to: refusal)
        }
    ) {
        self.requirement = requirement
        self.protectionSpace = protectionSpace
        self.validator = validator
        self.possession = possession
        self.refuse = refuse
    }

    /// Validates, then calls the next responder with the token in the context.
    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        let proofs = try await possession.proofs(context)
        let check = AccessTokenGuard(
            protectionSpace: protectionSpace(context), requirement: requirement, proofs: proofs)
        let validator = try await validator(context)
        do throws(BearerRefusal) {
            context.accessToken = try await check.admit(
                possession.presentation(of: request, context, takesProofs: proofs != nil), validator: validator)
        } catch {
            return try refuse(error, request, context)
        }
        var response = try await next(request, context)
        // So that the next proof need not be sent twice (RFC 9449 section 8.2).
        if context.accessToken?.tokenType == .dpop, let nonce = proofs?.nextNonce {
            response.headers[.dpopNonce] = nonce
        }
        return response
    }

    /// A bare answer: the status, the challenges, `Retry-After` and `DPoP-Nonce`.
    public static func answer(to refusal: BearerRefusal) -> Response {
        var headers = HTTPFields()
        headers[values: .wwwAuthenticate] = refusal.challenges.map(\.description)
        headers[.retryAfter] = refusal.retryAfterSeconds.map(String.init)
        headers[.dpopNonce] = refusal.nonce
        return Response(status: .init(code: refusal.status), headers: headers)
    }
}

extension HTTPField.Name {
    /// `DPoP-Nonce` (RFC 9449 section 8.1).
    package static let dpopNonce = HTTPField.Name("DPoP-Nonce") ?? .authorization
}
