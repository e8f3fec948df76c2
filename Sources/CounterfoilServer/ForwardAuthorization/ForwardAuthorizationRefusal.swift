import ExternalAPI
import HTTPTypes
import Hummingbird
import ResourceServer
import WebFoundation

/// A request that may not pass: 401 or 403 with the challenge of RFC 6750 section 3, or 503 when that cannot be told.
///
/// Malformed credentials are 401 here, not 400 as section 3.1 has it: nginx hands on a 401 and a 403 alone, and makes
/// of every other status a fault of its own. The challenge is the same.
struct ForwardAuthorizationRefusal: RespondingError {
    private let refusal: BearerRefusal

    init(_ refusal: BearerRefusal) {
        self.refusal = refusal
    }

    var reason: String { refusal.reason }

    func response(in context: CounterfoilRequestContext) -> Response {
        var headers = HTTPFields()
        headers[values: .wwwAuthenticate] = refusal.challenges.map(\.description)
        headers[.retryAfter] = refusal.retryAfterSeconds.map(String.init)
        return ProblemDetails(
            HTTPResponse.Status(code: refusal.status == 400 ? 401 : refusal.status),
            code: BearerProblem(refusal).code, title: "The request may not pass", detail: refusal.publicDescription,
            headers: headers, reason: refusal.reason
        ).response(in: context)
    }
}
