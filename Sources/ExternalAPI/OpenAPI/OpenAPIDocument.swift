import HTTPTypes

/// The OpenAPI 3.1 document of the External API, made of the operations that are served and of nothing else.
struct OpenAPIDocument {
    private let resources: [ExternalResource]
    private static let securityScheme = "oauth2"

    init(of api: ExternalAPI) {
        resources = api.resources
    }

    var json: JSONValue {
        [
            "openapi": "3.1.0",
            "info": [
                "title": "External API", "version": "1",
                "summary": "The records of one tenant, for the programs of its partners.",
                "description": .text(Self.introduction),
            ],
            "servers": [["url": "/", "description": "The host that this document came from."]],
            "security": [[Self.securityScheme: [.text(ExternalAPI.scope)]]],
            "tags": .array(
                resources.map { ["name": .text($0.name), "description": .text($0.summary)] }),
            "paths": .object(paths),
            "components": [
                "schemas": .object(resources.flatMap(\.schemas) + [OpenAPIFailures.problemSchema]),
                "headers": OpenAPIFailures.headers,
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
        every member, null where nothing is known. Errors are problem documents (RFC 9457); each answer has an \
        `X-Request-Id` to quote when you ask for help.
        """

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
        let answer = JSONValue.Member(
            String(operation.answer.status.code),
            [
                "description": .text(operation.answer.summary),
                "headers": OpenAPIFailures.headerReferences(
                    ["X-Request-Id", "RateLimit", "RateLimit-Policy", "Quota-Warning"]),
                "content": [
                    "application/json": [
                        "schema": .reference(operation.answer.schema), "example": operation.answer.example,
                    ]
                ],
            ])
        return [
            "operationId": .text(operation.name), "tags": [.text(resource.name)],
            "summary": .text(operation.summary), "description": .text(operation.description),
            "parameters": .array(parameters),
            "security": .array(operation.scopes.map { [Self.securityScheme: [.text($0)]] }),
            "responses": .object([answer] + OpenAPIFailures.responses(of: operation)),
        ]
    }

    private static func pathParameter(_ parameter: PathParameter) -> JSONValue {
        [
            "name": .text(parameter.name), "in": "path", "required": true, "description": .text(parameter.summary),
            "schema": parameter.schema, "example": parameter.example,
        ]
    }
}
