import HTTPTypes

/// The OpenAPI 3.1 document of the admin API, made of the operations that are served and of nothing else.
package struct AdminDocument {
    private let operations: [AdminOperation]

    /// The document of these operations.
    package init(of operations: [AdminOperation]) { self.operations = operations }

    /// The document.
    package var json: JSONDocument {
        [
            "openapi": "3.1.0",
            "info": [
                "title": "Counterfoil admin API", "version": "1",
                "description": .text(
                    "Tenants, subscriptions, clients, secrets, keys, operators and the journal. It answers on the "
                        + "private listener only."),
            ],
            "servers": [["url": .text(AdminAPI.root)]],
            "paths": .object(paths),
            "components": [
                "schemas": .object(schemas),
                "responses": ["Problem": Self.problem],
                "securitySchemes": ["oauth2": Self.scheme],
            ],
        ]
    }

    private var paths: [JSONDocument.Member] {
        var order: [String] = []
        var byPath: [String: [JSONDocument.Member]] = [:]
        for operation in operations {
            if byPath[operation.path] == nil { order.append(operation.path) }
            byPath[operation.path, default: []].append(
                JSONDocument.Member(operation.method.rawValue.lowercased(), part(operation)))
        }
        return order.map { JSONDocument.Member($0, .object(byPath[$0] ?? [])) }
    }

    private func part(_ operation: AdminOperation) -> JSONDocument {
        let path = operation.pathParameters.map { name -> JSONDocument in
            ["name": .text(name), "in": "path", "required": .boolean(true), "schema": ["type": "string"]]
        }
        let query = operation.query.map { field -> JSONDocument in
            [
                "name": .text(field.name), "in": "query", "required": .boolean(field.isRequired),
                "description": .text(field.summary), "schema": Self.schema(field),
            ]
        }
        var members: [JSONDocument.Member] = [
            .init("operationId", .text(operation.name)), .init("summary", .text(operation.summary)),
            .init(
                "security",
                [["oauth2": .texts(operation.needsEveryAccess ? AdminAccess.scopes : [operation.access.scope])]]),
            .init("parameters", .list(path + query + Self.headers(of: operation))),
        ]
        if !operation.body.isEmpty {
            let isRequired = operation.body.contains(where: \.isRequired)
            members.append(
                .init(
                    "requestBody",
                    [
                        "required": .boolean(isRequired),
                        "content": .object([.init(Self.mediaType(of: operation), ["schema": Self.body(of: operation)])]
                        ),
                    ]))
        }
        members.append(.init("responses", responses(operation)))
        return .object(members)
    }

    private static func mediaType(of operation: AdminOperation) -> String {
        operation.takesLines ? JSONLines.mediaType : "application/json"
    }

    /// The schema of a body; OpenAPI 3.1 has none for what repeats line by line, so that of one line is described.
    private static func body(of operation: AdminOperation) -> JSONDocument {
        let record = object(operation.body, isClosed: true)
        guard operation.takesLines else { return record }
        return [
            "type": "string", "description": "Records, one JSON object a line, each of the form of contentSchema.",
            "contentMediaType": .text(JSONLines.mediaType), "contentSchema": record,
        ]
    }

    private static func headers(of operation: AdminOperation) -> [JSONDocument] {
        guard operation.isChange else { return [] }
        var names = [("Idempotency-Key", "A repeat with the same key is answered, and not done again.")]
        if operation.current != nil { names.append(("If-Match", "The ETag of the record as it was read.")) }
        return names.map { name, summary in
            ["name": .text(name), "in": "header", "description": .text(summary), "schema": ["type": "string"]]
        }
    }

    private func responses(_ operation: AdminOperation) -> JSONDocument {
        let reference: JSONDocument = ["$ref": .text("#/components/schemas/\(operation.answer.name)")]
        let schema: JSONDocument =
            operation.answer.isList
            ? [
                "type": "object", "required": ["items", "next"],
                "properties": [
                    "items": ["type": "array", "items": reference],
                    "next": ["type": ["string", "null"], "description": "The cursor of the next page."],
                ],
            ] : reference
        let summary = operation.answer.showsSecret ? "Done. The secret in it is shown this once." : "Done."
        return .object(
            [
                .init(
                    String(operation.status.code),
                    ["description": .text(summary), "content": Self.content(of: operation, schema)])
            ]
                + ["400", "401", "403", "404", "409", "412", "413", "415", "422", "503"].map {
                    .init($0, ["$ref": "#/components/responses/Problem"])
                })
    }

    private static func content(of operation: AdminOperation, _ schema: JSONDocument) -> JSONDocument {
        guard let type = operation.answer.mediaType else { return ["application/json": ["schema": schema]] }
        return .object([.init(type, ["schema": ["type": "string"]])])
    }

    private var schemas: [JSONDocument.Member] {
        var members: [JSONDocument.Member] = []
        for schema in operations.map(\.answer)
        where schema.mediaType == nil && !members.contains(where: { $0.name == schema.name }) {
            members.append(.init(schema.name, Self.object(schema.fields, isClosed: false)))
        }
        return members
    }

    private static func object(_ fields: [AdminField], isClosed: Bool) -> JSONDocument {
        let required = fields.filter { isClosed ? $0.isRequired : true }.map(\.name)
        return [
            "type": "object", "required": .texts(required), "additionalProperties": .boolean(!isClosed),
            "properties": .object(fields.map { .init($0.name, schema($0)) }),
        ]
    }

    private static func schema(_ field: AdminField) -> JSONDocument {
        let parts: (String, [JSONDocument.Member]) =
            switch field.form {
            case .text(let maximum): ("string", [.init("maxLength", .integer(Int64(maximum)))])
            case .word(let words):
                ("string", [.init("enum", .list(words.map(JSONDocument.text) + (field.isNullable ? [.null] : [])))])
            case .integer(let range):
                (
                    "integer",
                    [.init("minimum", .integer(range.lowerBound)), .init("maximum", .integer(range.upperBound))]
                )
            case .cursor: ("string", [.init("maxLength", .integer(Int64(AdminLimits.cursorCharacters)))])
            case .object: ("object", [])
            case .boolean: ("boolean", [])
            case .moment: ("string", [.init("format", "date-time")])
            case .day: ("string", [.init("format", "date")])
            case .texts: ("array", [.init("items", ["type": "string"])])
            case .record(let fields): ("object", object(fields, isClosed: false).members.filter { $0.name != "type" })
            case .records(let fields): ("array", [.init("items", object(fields, isClosed: false))])
            }
        let type: JSONDocument = field.isNullable ? [.text(parts.0), "null"] : .text(parts.0)
        return .object([.init("type", type), .init("description", .text(field.summary))] + parts.1)
    }

    private static let scheme: JSONDocument = [
        "type": "oauth2",
        "flows": [
            "clientCredentials": [
                "tokenUrl": "/api/identity/connect/token",
                "scopes": [
                    "admin:read": "Read everything but secrets", "admin:write": "Change the registry",
                    "admin:keys": "Rotate and replace keys",
                ],
            ]
        ],
    ]

    private static let problem: JSONDocument = [
        "description": "What went wrong, and what to do (RFC 9457).",
        "content": [
            "application/problem+json": [
                "schema": [
                    "type": "object", "required": ["type", "title", "status", "detail"],
                    "properties": [
                        "type": ["type": "string"], "title": ["type": "string"], "status": ["type": "integer"],
                        "detail": ["type": "string"], "instance": ["type": "string"],
                        "errors": ["type": "array", "items": ["type": "object"]],
                    ],
                ]
            ]
        ],
    ]
}

extension JSONDocument: ExpressibleByArrayLiteral {
    /// A list in the order written.
    package init(arrayLiteral elements: JSONDocument...) { self = .list(elements) }
}
