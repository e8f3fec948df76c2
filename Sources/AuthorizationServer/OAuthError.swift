import FoundationEssentials
package import HTTPTypes
package import Hummingbird
import Registry
package import WebFoundation

/// An error answer of the OAuth endpoints (RFC 6749 section 5.2).
package struct OAuthError: RespondingError, Hashable {
    /// The registered error codes that are used here.
    package enum Code: String, Sendable, CaseIterable {
        case invalidRequest = "invalid_request"
        case invalidClient = "invalid_client"
        case unsupportedGrantType = "unsupported_grant_type"
        case unauthorizedClient = "unauthorized_client"
        case invalidScope = "invalid_scope"
        /// RFC 8707 section 2.
        case invalidTarget = "invalid_target"
        case invalidDPoPProof = "invalid_dpop_proof"
        case useDPoPNonce = "use_dpop_nonce"
        case temporarilyUnavailable = "temporarily_unavailable"
        case serverError = "server_error"
    }

    /// The `error` member.
    package let code: Code
    /// The HTTP status.
    package let status: HTTPResponse.Status
    /// The `error_description` member: for the developer of the client, in the characters that RFC 6749 allows.
    package let publicDescription: String
    /// The stable word for logs, metrics and the journal.
    package let reason: String
    /// The exact cause, for the operator.
    package let operatorDetail: String?
    /// When the answer may leave.
    package let earliestAnswer: Duration?
    /// Header fields that go with the answer.
    package let headers: HTTPFields

    /// Puts an error together. Characters that `error_description` may not have become apostrophes or are left out.
    package init(
        _ code: Code, _ status: HTTPResponse.Status = .badRequest, reason: String, _ publicDescription: String,
        operatorDetail: String? = nil, earliestAnswer: Duration? = nil, headers: HTTPFields = [:]
    ) {
        self.code = code
        self.status = status
        self.reason = reason
        self.publicDescription = Self.allowed(publicDescription)
        self.operatorDetail = operatorDetail
        self.earliestAnswer = earliestAnswer
        self.headers = headers
    }

    private struct Document: Encodable {
        let error: String
        let errorDescription: String
        let errorURI: String

        enum CodingKeys: String, CodingKey {
            case error
            case errorDescription = "error_description"
            case errorURI = "error_uri"
        }
    }

    /// The answer as JSON, not to be stored.
    package func response(in context: CounterfoilRequestContext) -> Response {
        let document = Document(
            error: code.rawValue, errorDescription: publicDescription,
            errorURI: "\(context.baseURL)/docs/errors/\(code.rawValue)")
        var headers = headers
        headers[.contentType] = "application/json"
        headers[.cacheControl] = "no-store"
        headers[.pragma] = "no-cache"
        if status == .unauthorized {
            let space = context.realm?.description ?? "counterfoil"
            headers[.wwwAuthenticate] = "Basic realm=\"\(space)\", charset=\"UTF-8\""
        }
        return Response(status: status, headers: headers, body: ResponseBody(json: document))
    }

    /// RFC 6749 section 5.2: `%x20-21 / %x23-5B / %x5D-7E`.
    private static func allowed(_ text: String) -> String {
        let scalars = text.unicodeScalars.compactMap { scalar -> Unicode.Scalar? in
            switch scalar {
            case "\"", "“", "”", "\\": "'"
            case " "..."~": scalar
            default: nil
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }
}

extension HTTPField.Name {
    /// `Pragma`, which RFC 6749 section 5.1 still asks for.
    static let pragma = HTTPField.Name("Pragma") ?? .cacheControl
}

extension FailureForm {
    /// The OAuth endpoints' form: `invalid_request` JSON also for failures that every endpoint can meet.
    package static let oauth = FailureForm { failure in
        switch failure {
        case .methodNotAllowed:
            OAuthError(
                .invalidRequest, .methodNotAllowed, reason: "method_not_allowed",
                "This endpoint answers to \(failure.allow ?? "") only (RFC 6749 section 3.2).",
                headers: [.allow: failure.allow ?? ""])
        case .bodyTooLarge(let limit):
            OAuthError(
                .invalidRequest, .contentTooLarge, reason: "body_too_large",
                "The body is larger than \(limit) bytes. A token request needs a few hundred.")
        case .unavailable:
            OAuthError(
                .temporarilyUnavailable, .serviceUnavailable, reason: "unavailable",
                "The server cannot answer at the moment. Try again shortly.", headers: [.retryAfter: "1"])
        case .internalError:
            OAuthError(
                .serverError, .internalServerError, reason: "internal_error",
                "The server met a fault of its own. Tell its operator the value of X-Request-Id.")
        }
    }
}
