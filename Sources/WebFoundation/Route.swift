package import HTTPTypes
package import Hummingbird

/// What a caller must show before a route's handler runs. The authorization matrix is read off these.
package enum RouteGuard: Hashable, Sendable {
    /// Nothing.
    case open
    /// Client authentication (RFC 6749 section 2.3).
    case clientAuthentication
    /// An access token with one of these scopes.
    case accessToken(anyOf: [String])
    /// The private listener's host names.
    case privateListener
}

/// One operation: the single place where its method, path, guard, handler and failure form stand together.
package struct Route: Sendable {
    /// Handles a request that the guard has let pass.
    package typealias Handler = @Sendable (Request, CounterfoilRequestContext) async throws -> Response

    /// The method. A `GET` answers `HEAD` too.
    package let method: HTTPRequest.Method
    /// The path, with `{name}` for a segment that varies: `/api/external/v1/patients/{id}`.
    package let path: String
    /// The name of the operation in documents, metrics and tests, such as `listPatients`.
    package let operation: String
    /// What the caller must show.
    package let access: RouteGuard
    /// How failures are written.
    package let failureForm: FailureForm
    /// The handler, its guard included.
    package let handler: Handler

    /// Describes an operation.
    package init(
        _ method: HTTPRequest.Method, _ path: String, operation: String, access: RouteGuard,
        failureForm: FailureForm = .problem, handler: @escaping Handler
    ) {
        self.method = method
        self.path = path
        self.operation = operation
        self.access = access
        self.failureForm = failureForm
        self.handler = handler
    }
}
