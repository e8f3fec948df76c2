import HTTPTypes
package import Hummingbird
package import ResourceServer

/// A call that its access token did not admit: the problem document, the challenge (RFC 6750 section 3), and inside the
/// exact reason for the server's own records.
package struct BearerProblem: RespondingError {
    /// The resource server's verdict.
    package let refusal: BearerRefusal

    private let resourceMetadata: @Sendable (CounterfoilRequestContext) -> String?

    /// Wraps a verdict.
    ///
    /// - Parameter resourceMetadata: the URL of the resource's metadata, which challenges then name (RFC 9728 section
    ///   5.1).
    package init(
        _ refusal: BearerRefusal,
        resourceMetadata: @escaping @Sendable (CounterfoilRequestContext) -> String? = { _ in nil }
    ) {
        self.refusal = refusal
        self.resourceMetadata = resourceMetadata
    }

    /// The exact reason, such as `token_expired`. Not in the answer.
    package var reason: String { refusal.reason }

    /// The stable word at the end of the problem's `type`.
    package var code: String {
        guard let challenge = refusal.challenge else {
            return refusal.status == 429 ? "too_many_requests" : "unavailable"
        }
        return challenge.error ?? "unauthorized"
    }

    private var title: String {
        switch code {
        case "unavailable": "Temporarily unavailable"
        case "unauthorized": "Access token missing"
        case "insufficient_scope": "Scope missing"
        case "invalid_request": "Malformed access token"
        case "invalid_dpop_proof": "DPoP proof refused"
        case "use_dpop_nonce": "DPoP nonce missing"
        case "too_many_requests": "Too many requests"
        default: "Access token refused"
        }
    }

    /// The answer as `application/problem+json` with its challenge.
    package func response(in context: CounterfoilRequestContext) -> Response {
        var headers = HTTPFields()
        let metadata = resourceMetadata(context)
        headers[values: .wwwAuthenticate] = refusal.challenges.map { challenge in
            (metadata.map { challenge.naming(resourceMetadata: $0) } ?? challenge).description
        }
        headers[.retryAfter] = refusal.retryAfterSeconds.map(String.init)
        if let name = HTTPField.Name("DPoP-Nonce") { headers[name] = refusal.nonce }
        return ProblemDetails(
            .init(code: refusal.status), code: code, title: title, detail: refusal.publicDescription, headers: headers,
            reason: refusal.reason
        ).response(in: context)
    }
}
