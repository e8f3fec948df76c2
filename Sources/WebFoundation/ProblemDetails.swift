import FoundationEssentials
import HTTPTypes
package import Hummingbird
import NIOCore

/// An error answer of RFC 9457.
package struct ProblemDetails: RespondingError {
    /// One fault among several, of one member or parameter.
    package struct Fault: Sendable, Hashable, Encodable {
        /// The number of the line in a body of JSON lines, 1 and up; `nil` in any other body.
        package let line: Int?
        /// The JSON Pointer (RFC 6901) of the member in the body; `nil` for a parameter.
        package let pointer: String?
        /// The name of the query or path parameter; `nil` for a member.
        package let parameter: String?
        /// What is wrong and what was expected. The value found is not repeated.
        package let detail: String

        /// A fault of a query or path parameter.
        package static func parameter(_ name: String, _ detail: String) -> Fault {
            Fault(line: nil, pointer: nil, parameter: name, detail: detail)
        }

        /// A fault of a member of the body.
        package static func member(_ pointer: String, _ detail: String) -> Fault {
            Fault(line: nil, pointer: pointer, parameter: nil, detail: detail)
        }

        /// A fault of a line; of a member of it where there is a pointer.
        package static func line(_ line: Int, pointer: String?, _ detail: String) -> Fault {
            Fault(line: line, pointer: pointer, parameter: nil, detail: detail)
        }
    }

    /// The HTTP status.
    package let status: HTTPResponse.Status
    /// The stable word at the end of `type`; documented at `/docs/errors/{code}`.
    package let code: String
    /// A short text, the same for every occurrence.
    package let title: String
    /// A sentence about this occurrence.
    package let detail: String
    /// The faults, where the request has several parts that can be wrong.
    package let errors: [Fault]
    /// Header fields that go with the answer.
    package let headers: HTTPFields
    /// The reason for logs and metrics.
    package let reason: String
    /// The exact cause for the operator, where the answer does not say it all.
    package let operatorDetail: String?

    /// Puts a problem together.
    package init(
        _ status: HTTPResponse.Status, code: String, title: String, detail: String, errors: [Fault] = [],
        headers: HTTPFields = [:], reason: String? = nil, operatorDetail: String? = nil
    ) {
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.errors = errors
        self.headers = headers
        self.reason = reason ?? code
        self.operatorDetail = operatorDetail
    }

    private struct Document: Encodable {
        let type: String
        let title: String
        let status: Int
        let detail: String
        let instance: String
        let errors: [Fault]?
    }

    /// The answer as `application/problem+json`.
    package func response(in context: CounterfoilRequestContext) -> Response {
        let document = Document(
            type: "/docs/errors/\(code)", title: title, status: status.code, detail: detail,
            instance: "urn:counterfoil:request:\(context.requestID)", errors: errors.isEmpty ? nil : errors)
        var headers = headers
        headers[.contentType] = "application/problem+json"
        headers[.cacheControl] = "no-store"
        return Response(status: status, headers: headers, body: ResponseBody(json: document))
    }
}
