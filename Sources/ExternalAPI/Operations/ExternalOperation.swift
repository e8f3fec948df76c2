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

    /// The id of a record: 8 digits.
    package static func identifier(_ name: String = "id", of what: String, example: String) -> PathParameter {
        PathParameter(
            name: name, summary: "The id of \(what).", schema: ["type": "string", "pattern": "^[0-9]{8}$"],
            example: .text(example))
    }
}

/// What a body of requests is, in the document.
package struct RequestContent: Sendable {
    /// The name of the body's schema.
    package let schema: String
    /// What the body is.
    package let summary: String
    /// A body.
    package let example: JSONValue

    /// Describes a body.
    package init(schema: String, summary: String, example: JSONValue) {
        self.schema = schema
        self.summary = summary
        self.example = example
    }
}

/// Another operation that can be called with what an answer tells.
package struct AnswerLink: Sendable {
    /// The name of the other operation.
    package let operation: String
    /// The other operation's path parameters, each with where its value is found, such as `$response.body#/Id`.
    package let parameters: [(name: String, value: String)]

    /// Describes a link.
    package init(_ operation: String, _ parameters: [(name: String, value: String)]) {
        self.operation = operation
        self.parameters = parameters
    }
}

/// What a good answer is, in the document.
package struct AnswerContent: Sendable {
    /// The status.
    package let status: HTTPResponse.Status
    /// What the answer is.
    package let summary: String
    /// The name of the body's schema; `nil` where there is no body.
    package let schema: String?
    /// A body.
    package let example: JSONValue
    /// Operations that can be called with what the answer tells.
    package let links: [AnswerLink]

    /// Describes an answer with a body.
    package init(
        status: HTTPResponse.Status = .ok, schema: String, summary: String, example: JSONValue,
        links: [AnswerLink] = []
    ) {
        self.status = status
        self.schema = schema
        self.summary = summary
        self.example = example
        self.links = links
    }

    /// Describes an answer without a body.
    package static func none(_ summary: String) -> AnswerContent { AnswerContent(empty: summary) }

    private init(empty summary: String) {
        status = .noContent
        schema = nil
        self.summary = summary
        example = .null
        links = []
    }
}

/// One operation of the External API: what the document says of it, and the work. Its route, guard and parameter rules
/// come from the same description.
package struct ExternalOperation: Sendable {
    /// A failure that only some operations have.
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

    /// What an operation does beyond its parameters, from which header fields and failures follow.
    package enum Trait: Hashable, Sendable {
        /// The answer has an entity tag, and `If-None-Match` spares one that the caller has.
        case tagged
        /// `If-Match` and `If-None-Match` guard a record against lost updates.
        case guarded
        /// `Idempotency-Key` lets a request be repeated.
        case repeatable
    }

    /// Does the work for a call whose token, parameters and body are good.
    package typealias Work = @Sendable (ExternalCall) async throws -> ExternalAnswer

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
    /// What the body of a request is; `nil` where there is none.
    package let body: RequestContent?
    /// A good answer.
    package let answer: AnswerContent
    /// What it does beyond its parameters.
    package let traits: Set<Trait>
    /// The failures that only some operations have.
    package let failures: [Failure]
    /// The work.
    package let work: Work

    /// Describes an operation.
    package init(
        _ method: HTTPRequest.Method, _ path: String, name: String, summary: String, description: String,
        scopes: [String], path pathParameters: [PathParameter] = [], query queryParameters: [QueryParameter] = [],
        body: RequestContent? = nil, answer: AnswerContent, traits: Set<Trait> = [], failures: [Failure] = [],
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
        self.body = body
        self.answer = answer
        self.traits = traits
        self.failures = failures
        self.work = work
    }
}
