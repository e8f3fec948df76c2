import HTTPTypes

/// The header fields of the document: those that requests may send, and those that answers have.
enum OpenAPIHeaders {
    /// The header fields that answers refer to.
    static let components: JSONValue = [
        "X-Request-Id": [
            "description": "The request's id; quote it when you ask for help.",
            "schema": ["type": "string", "pattern": "^[0-9a-f]{32}$"],
        ],
        "ETag": [
            "description": "Names the state of the record; send it back as If-Match or If-None-Match.",
            "schema": ["type": "string", "pattern": "^\"[0-9a-z-]+\"$"], "example": "\"1-mh9x2c5k\"",
        ],
        "Location": [
            "description": "The path of the new record.", "schema": ["type": "string", "format": "uri-reference"],
        ],
        "DPoP-Nonce": [
            "description": "The nonce for the next DPoP proof, where the server asks for nonces (RFC 9449 section 9).",
            "schema": ["type": "string"],
        ],
        "WWW-Authenticate": [
            "description": "The challenge (RFC 6750 section 3).", "schema": ["type": "string"],
        ],
        "Retry-After": [
            "description": "Seconds to wait before trying again.", "schema": ["type": "integer", "minimum": 0],
        ],
        "RateLimit": [
            "description": "What is left of the subscription's limits, and the seconds until each starts anew.",
            "schema": ["type": "string"], "example": "\"minute\";r=59;t=30",
        ],
        "RateLimit-Policy": [
            "description": "The subscription's limits, each with its window in seconds.",
            "schema": ["type": "string"], "example": "\"minute\";q=60;w=60",
        ],
        "Quota-Warning": [
            "description": "The month's calls are above the mark at which the provider is told. They are answered.",
            "schema": ["type": "string"], "example": "month;mark=1000;used=1001",
        ],
        "Allow": ["description": "The methods that the path has.", "schema": ["type": "string"]],
    ]

    /// References to header fields by name.
    static func references(_ names: [String]) -> JSONValue {
        .object(names.map { JSONValue.Member($0, ["$ref": .text("#/components/headers/\($0)")]) })
    }

    /// The header fields of an operation's good answer.
    static func names(of operation: ExternalOperation) -> [String] {
        let hasTag =
            operation.traits.contains(.tagged) || operation.answer.status == .created
            || (operation.traits.contains(.guarded) && operation.answer.schema != nil)
        return ["X-Request-Id"] + (hasTag ? ["ETag"] : []) + (operation.answer.status == .created ? ["Location"] : [])
            + ["RateLimit", "RateLimit-Policy", "Quota-Warning"]
    }

    /// The header fields that an operation's requests may send. They have no examples: the Swagger page would fill them
    /// in, and an `Idempotency-Key` that everybody sends is none.
    static func parameters(of operation: ExternalOperation) -> [JSONValue] {
        var parameters: [JSONValue] = []
        if operation.traits.contains(.guarded) {
            parameters.append(
                header("If-Match", "Only write the record in the state of this ETag.", Preconditions.schema))
        }
        if operation.traits.contains(.tagged) || operation.traits.contains(.guarded) {
            parameters.append(
                header(
                    "If-None-Match",
                    operation.traits.contains(.guarded)
                        ? "Only write the record where it is not in the state of this ETag."
                        : "Answer with 304 where the record is in the state of this ETag.", Preconditions.schema))
        }
        if operation.traits.contains(.repeatable) {
            parameters.append(
                header(
                    "Idempotency-Key",
                    "A random value, such as a UUID, by which the request can be repeated for a day: it is done once.",
                    RequestReading.idempotencyKeySchema))
        }
        return parameters
    }

    private static func header(_ name: String, _ summary: String, _ schema: JSONValue) -> JSONValue {
        [
            "name": .text(name), "in": "header", "required": false, "description": .text(summary), "schema": schema,
        ]
    }
}
