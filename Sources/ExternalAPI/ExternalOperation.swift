package import HTTPTypes

/// A segment of an operation's path that varies.
package struct PathParameter: Sendable {
    /// Its name.
    package let name: String
    /// What it is.
    package let summary: String
    /// Which values it has.
    package let schema: JSONValue
    /// A value that a sandbox has.
    package let example: JSONValue

    /// Describes a segment.
    package init(name: String, summary: String, schema: JSONValue, example: JSONValue) {
        self.name = name
        self.summary = summary
        self.schema = schema
        self.example = example
    }
}

/// One operation of the External API: what the document says of it, and the work. Its route, guard and parameter rules
/// come from the same description.
package struct ExternalOperation: Sendable {
    /// What a good answer is.
    package struct Answer: Sendable {
        /// The status.
        package let status: HTTPResponse.Status
        /// The name of the body's schema.
        package let schema: String
        /// What the body is.
        package let summary: String
        /// A body.
        package let example: JSONValue

        /// Describes an answer.
        package init(status: HTTPResponse.Status = .ok, schema: String, summary: String, example: JSONValue) {
            self.status = status
            self.schema = schema
            self.summary = summary
            self.example = example
        }
    }

    /// A failure that only this operation has.
    package struct Failure: Sendable {
        /// The status.
        package let status: HTTPResponse.Status
        /// The code at the end of the problem's type.
        package let code: String
        /// When it happens.
        package let summary: String

        /// Describes a failure.
        package init(status: HTTPResponse.Status, code: String, summary: String) {
            self.status = status
            self.code = code
            self.summary = summary
        }
    }

    /// Does the work for a call whose token and parameters are good.
    package typealias Work = @Sendable (ExternalCall) async throws -> JSONValue

    /// The method.
    package let method: HTTPRequest.Method
    /// The path below the API's own, such as `/patients/{id}`.
    package let path: String
    /// The operation's name, unique in the API.
    package let name: String
    /// A few words.
    package let summary: String
    /// A sentence or more.
    package let description: String
    /// The scopes of which one is needed.
    package let scopes: [String]
    /// The segments of the path that vary.
    package let pathParameters: [PathParameter]
    /// The query parameters it takes.
    package let queryParameters: [QueryParameter]
    /// A good answer.
    package let answer: Answer
    /// The failures that only this operation has.
    package let failures: [Failure]
    /// The work.
    package let work: Work

    /// Describes an operation.
    package init(
        _ method: HTTPRequest.Method, _ path: String, name: String, summary: String, description: String,
        scopes: [String] = [ExternalAPI.scope], path pathParameters: [PathParameter] = [],
        query queryParameters: [QueryParameter] = [], answer: Answer, failures: [Failure] = [],
        work: @escaping Work
    ) {
        self.method = method
        self.path = path
        self.name = name
        self.summary = summary
        self.description = description
        self.scopes = scopes
        self.pathParameters = pathParameters
        self.queryParameters = queryParameters
        self.answer = answer
        self.failures = failures
        self.work = work
    }
}

/// A kind of record in the API. To add one is to write one of these and to list it in ``ExternalAPI``'s resources.
package struct ExternalResource: Sendable {
    /// Its name, which groups its operations in the document.
    package let name: String
    /// What it is.
    package let summary: String
    /// The schemas that its operations refer to.
    package let schemas: [JSONValue.Member]
    /// Its operations.
    package let operations: [ExternalOperation]

    /// Describes a kind of record.
    package init(name: String, summary: String, schemas: [JSONValue.Member], operations: [ExternalOperation]) {
        self.name = name
        self.summary = summary
        self.schemas = schemas
        self.operations = operations
    }
}
