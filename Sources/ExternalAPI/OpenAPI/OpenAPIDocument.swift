import HTTPTypes

/// The OpenAPI 3.1 document of the External API, made of the operations that are served and of nothing else.
struct OpenAPIDocument {
    private let resources: [ExternalResource]
    private let scopes: [(name: String, description: String)]
    private static let securityScheme = "oauth2"

    init(of api: ExternalAPI) {
        resources = api.resources
        scopes = api.scopes
    }

    var json: JSONValue {
        [
            "openapi": "3.1.0",
            "info": [
                "title": "External API", "version": "1",
                "summary": "The records of one tenant, for the programs of its partners.",
                "description": .text(Self.introduction + scopesText),
            ],
            "servers": [["url": "/", "description": "The host that this document came from."]],
            "security": [[Self.securityScheme: [.text(ExternalAPI.scope)]]],
            "tags": .array(
                resources.map { ["name": .text($0.name), "description": .text($0.summary)] }),
            "paths": .object(paths),
            "components": [
                "schemas": .object(schemas + [OpenAPIFailures.problemSchema]),
                "headers": OpenAPIHeaders.components,
                "responses": OpenAPIFailures.shared,
                "securitySchemes": .object([JSONValue.Member(Self.securityScheme, Self.clientCredentials)]),
            ],
        ]
    }

    private static let introduction = """
        Get an access token with your Client ID and Client Secret from the token endpoint of the same host, and send \
        it with each call as `Authorization: Bearer TOKEN`. On this page, the green Authorize button does that for you.

        The sandbox and production have credentials and record ids of their own. Member names are PascalCase, query \
        names camelCase. Lists come in pages: `pageIndex` from 0, `Count` is the total over all pages. Answers carry \
        every member, null where nothing is known. In requests null is the same as left out, unknown members are \
        refused, and `ModifiedDate` is taken and ignored, so that what GET gave can be sent back. Single records have \
        an `ETag`: send it as `If-Match` with PUT and DELETE. Send an `Idempotency-Key` with POST to repeat it safely. \
        Errors are problem documents (RFC 9457); each answer has an `X-Request-Id` to quote when you ask for help.
        """

    /// The scopes in one paragraph, so that the operations stay in sight.
    private var scopesText: String {
        "\n\nEach operation names the scopes of which one opens it. "
            + scopes.map { "`\($0.name)`: \($0.description)." }.joined(separator: " ")
    }

    /// Has the one scope that opens everything. The narrower ones stand in words: in the dialog of the Swagger page
    /// they would be a wall of boxes, of which nearly nobody may tick any but the first.
    private static let clientCredentials: JSONValue = [
        "type": "oauth2",
        "description": "Client credentials. Keep the secret on your server, never in a browser or an app.",
        "flows": [
            "clientCredentials": [
                "tokenUrl": "/api/identity/connect/token",
                "scopes": [ExternalAPI.scope: "Call the External API"],
            ]
        ],
    ]

    /// The schemas of all resources; one that several name stands here once.
    private var schemas: [JSONValue.Member] {
        var seen: Set<String> = []
        return resources.flatMap(\.schemas).filter { seen.insert($0.name).inserted }
    }

    /// The paths in the order of their first operation, each with all its methods.
    private var paths: [JSONValue.Member] {
        var order: [String] = []
        var operations: [String: [JSONValue.Member]] = [:]
        for resource in resources {
            for operation in resource.operations {
                let path = ExternalAPI.root + operation.path
                if operations[path] == nil { order.append(path) }
                operations[path, default: []].append(
                    JSONValue.Member(operation.method.rawValue.lowercased(), part(of: operation, in: resource)))
            }
        }
        return order.map { JSONValue.Member($0, .object(operations[$0] ?? [])) }
    }

    private func part(of operation: ExternalOperation, in resource: ExternalResource) -> JSONValue {
        let parameters =
            operation.pathParameters.map(Self.pathParameter) + operation.queryParameters.map(\.documentPart)
            + OpenAPIHeaders.parameters(of: operation)
        var part: JSONValue = [
            "operationId": .text(operation.name), "tags": [.text(resource.name)],
            "summary": .text(operation.summary),
            "description": .text(operation.description + Self.scopesText(operation)),
            "parameters": .array(parameters),
        ]
        if let body = operation.body {
            part = part.adding([
                "requestBody": [
                    "required": true, "description": .text(body.summary),
                    "content": [
                        "application/json": ["schema": .reference(body.schema), "example": body.example]
                    ],
                ]
            ])
        }
        return part.adding([
            "security": [[Self.securityScheme: [.text(ExternalAPI.scope)]]],
            // For programs; what stands in security has to stand in the dialog too.
            "x-scopes": .array(operation.scopes.map(JSONValue.text)),
            "responses": .object(Self.answers(of: operation) + OpenAPIFailures.responses(of: operation)),
        ])
    }

    private static func scopesText(_ operation: ExternalOperation) -> String {
        "\n\nNeeds one of the scopes " + operation.scopes.map { "`\($0)`" }.joined(separator: ", ") + "."
    }

    private static func answers(of operation: ExternalOperation) -> [JSONValue.Member] {
        let answer = operation.answer
        var part: JSONValue = [
            "description": .text(answer.summary),
            "headers": OpenAPIHeaders.references(OpenAPIHeaders.names(of: operation)),
        ]
        if let schema = answer.schema {
            part = part.adding([
                "content": [
                    "application/json": ["schema": .reference(schema), "example": answer.example]
                ]
            ])
        }
        if !answer.links.isEmpty {
            part = part.adding(["links": .object(answer.links.map(link))])
        }
        let answered = JSONValue.Member(String(answer.status.code), part)
        guard operation.traits.contains(.tagged) else { return [answered] }
        let notModified = JSONValue.Member(
            "304",
            [
                "description": "The caller has this state of the record already.",
                "headers": OpenAPIHeaders.references(OpenAPIHeaders.names(of: operation)),
            ])
        return [answered, notModified]
    }

    private static func link(_ link: AnswerLink) -> JSONValue.Member {
        JSONValue.Member(
            link.operation,
            [
                "operationId": .text(link.operation),
                "parameters": .object(link.parameters.map { JSONValue.Member($0.name, .text($0.value)) }),
            ])
    }

    private static func pathParameter(_ parameter: PathParameter) -> JSONValue {
        [
            "name": .text(parameter.name), "in": "path", "required": true, "description": .text(parameter.summary),
            "schema": parameter.schema, "example": parameter.example,
        ]
    }
}
