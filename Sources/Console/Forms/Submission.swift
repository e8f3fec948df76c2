import HTTPTypes
import Hummingbird
import NIOCore
import WebFoundation

/// What a browser sent of a form, `application/x-www-form-urlencoded`.
struct Submission: Sendable {
    private var parameters: [String: [String]] = [:]

    /// Reads a form.
    ///
    /// - Throws: `ProblemDetails` for a body that is too long, of another type or malformed.
    static func read(_ request: Request) async throws -> Submission {
        let type = request.headers[.contentType]?.split(separator: ";").first?.lowercased().filter { $0 != " " }
        guard type == "application/x-www-form-urlencoded" else {
            throw ProblemDetails(
                .unsupportedMediaType, code: "unsupported_media_type", title: "Unsupported media type",
                detail: "This takes what a browser's form sends.")
        }
        do {
            let buffer = try await request.body.collect(upTo: ConsoleLimits.formBytes)
            return try Submission(String(buffer: buffer))
        } catch is NIOTooManyBytesError {
            throw FailureForm.problem.error(.bodyTooLarge(limitBytes: ConsoleLimits.formBytes))
        }
    }

    /// Reads pairs of a form or a query.
    init(_ text: String) throws(ProblemDetails) {
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(parts[0], plusIsSpace: true),
                let value = PercentEncoding.decode(parts.count > 1 ? parts[1] : "", plusIsSpace: true)
            else {
                throw ProblemDetails(
                    .badRequest, code: "malformed_form", title: "Malformed form",
                    detail: "The form has a broken percent-encoding.")
            }
            // Browsers send line breaks as CR LF.
            parameters[name, default: []].append(value.replacing("\r\n", with: "\n"))
        }
    }

    /// The first value of a name.
    subscript(name: String) -> String? { parameters[name]?.first }

    /// All values of a name.
    func values(_ name: String) -> [String] { parameters[name] ?? [] }
}
