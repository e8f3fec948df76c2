import HTTPTypes
import Registry
import WebFoundation

/// The failures of operations as problem documents (RFC 9457).
enum AdminProblem {
    static let internalError = ProblemDetails(
        .internalServerError, code: "internal_error", title: "Internal error",
        detail: "The server could not do it, and the cause is in its log under the request id.")

    /// The caller's rights do not reach as far as an operation.
    static func forbidden(_ operation: AdminOperation) -> ProblemDetails {
        let need =
            operation.needsEveryAccess
            ? "a program needs all scopes, \(AdminAccess.scopes.joined(separator: ", ")), and an operator the role "
                + "administrator, since whoever may do it could make themselves an administrator"
            : "a program needs the scope \(operation.access.scope), and an operator a role that has the access "
                + "“\(operation.access.rawValue)”"
        return ProblemDetails(
            .forbidden, code: "forbidden", title: "Not allowed",
            detail: "The caller may not call \(operation.name): \(need).")
    }

    /// The parameter whose faults are found when a list is read.
    static let cursorField = "cursor"

    /// A parameter of the query is wrong in a way that its form alone does not tell.
    static func invalidParameter(_ name: String, _ message: String) -> ProblemDetails {
        ProblemDetails(
            .badRequest, code: "invalid_parameters", title: "Invalid parameters", detail: message,
            errors: [.parameter(name, message)])
    }

    /// The JSON Pointer of a field that a rule names.
    private static func pointer(_ field: String) -> String { "/\(field.replacing(" ", with: "_"))" }

    static func problem(_ error: RegistryError) -> ProblemDetails {
        switch error {
        case .invalid(cursorField, let message): invalidParameter(cursorField, message)
        case .invalid(let field, let message):
            ProblemDetails(
                .unprocessableContent, code: "invalid_body", title: "Invalid input", detail: message,
                errors: [.member(pointer(field), message)])
        case .notFound(let message):
            ProblemDetails(.notFound, code: "not_found", title: "Not found", detail: message)
        case .conflict(let message):
            ProblemDetails(.conflict, code: "conflict", title: "Not possible as things are", detail: message)
        case .forbidden(let message):
            ProblemDetails(.forbidden, code: "forbidden", title: "Not allowed", detail: message)
        case .changed(let current):
            ProblemDetails(
                .preconditionFailed, code: "precondition_failed", title: "Changed in the meantime",
                detail: error.message, headers: [.eTag: current])
        case .idempotencyKeyReused:
            ProblemDetails(
                .unprocessableContent, code: "idempotency_key_reused", title: "Idempotency-Key used before",
                detail: error.message)
        case .invalidLines(let problems):
            ProblemDetails(
                .unprocessableContent, code: "invalid_lines", title: "Invalid lines", detail: error.message,
                errors: problems.prefix(AdminLimits.refusedLineProblems).map { problem in
                    .line(problem.line, pointer: problem.field.map(pointer), problem.message)
                })
        case .storage(let message):
            ProblemDetails(
                .serviceUnavailable, code: "unavailable", title: "Temporarily unavailable",
                detail: "The registry does not answer. \(message)", headers: [.retryAfter: "1"])
        }
    }
}
