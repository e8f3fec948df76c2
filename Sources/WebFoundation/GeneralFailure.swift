package import HTTPTypes
import Hummingbird

/// A failure that any endpoint can meet and that does not depend on what the endpoint does.
package enum GeneralFailure: Error, Hashable, Sendable {
    /// The path exists, the method does not; with the methods that do.
    case methodNotAllowed(allowed: [HTTPRequest.Method])
    /// The body is larger than the endpoint reads.
    case bodyTooLarge(limitBytes: Int)
    /// Something that this server needs does not answer now.
    case unavailable
    /// A fault of ours.
    case internalError

    /// The value of `Allow`, where there is one.
    package var allow: String? {
        guard case .methodNotAllowed(let allowed) = self else { return nil }
        return allowed.map(\.rawValue).joined(separator: ", ")
    }
}

/// How the endpoints of a family write failures: OAuth's JSON or problem details.
package struct FailureForm: Sendable {
    /// The answer to a general failure.
    package let error: @Sendable (GeneralFailure) -> any RespondingError

    /// A form of its own.
    package init(_ error: @escaping @Sendable (GeneralFailure) -> any RespondingError) {
        self.error = error
    }

    /// Problem details (RFC 9457).
    package static let problem = FailureForm { failure in
        switch failure {
        case .methodNotAllowed:
            ProblemDetails(
                .methodNotAllowed, code: "method_not_allowed", title: "Method not allowed",
                detail: "This path answers to \(failure.allow ?? ""). Use one of these methods.",
                headers: [.allow: failure.allow ?? ""])
        case .bodyTooLarge(let limit):
            ProblemDetails(
                .contentTooLarge, code: "body_too_large", title: "Body too large",
                detail: "The body is larger than the \(limit) bytes that are read here. Send less at once.")
        case .unavailable:
            ProblemDetails(
                .serviceUnavailable, code: "unavailable", title: "Temporarily unavailable",
                detail: "Something this server depends on does not answer. Try again shortly.",
                headers: [.retryAfter: "1"])
        case .internalError:
            ProblemDetails(
                .internalServerError, code: "internal_error", title: "Internal error",
                detail: "The server met a fault of its own. Tell its operator the request id.")
        }
    }
}
