import HTTPTypes

/// The failures of the document: the form they share, and which operation has which.
enum OpenAPIFailures {
    /// The problem document of RFC 9457, as it is sent here.
    static let problemSchema = JSONValue.Member(
        "Problem",
        [
            "type": "object", "description": "What went wrong, and what to do (RFC 9457).",
            "required": ["type", "title", "status", "detail", "instance"],
            "properties": [
                "type": [
                    "type": "string", "format": "uri-reference",
                    "description": "Names the kind of problem; leads to a page that explains it.",
                ],
                "title": ["type": "string", "description": "The kind of problem in a few words."],
                "status": ["type": "integer", "minimum": 400, "maximum": 599, "description": "The HTTP status."],
                "detail": ["type": "string", "description": "What happened this time."],
                "instance": [
                    "type": "string", "format": "uri", "description": "Names this occurrence; holds the request id.",
                ],
                "errors": [
                    "type": "array", "description": "The faults, where several parts can be wrong.",
                    "items": [
                        "type": "object", "required": ["detail"],
                        "properties": [
                            "parameter": ["type": "string", "description": "The name of the parameter."],
                            "pointer": ["type": "string", "description": "The JSON Pointer of the member."],
                            "detail": ["type": "string", "description": "What is wrong, and what was expected."],
                        ],
                    ],
                ],
            ],
        ])

    /// The header fields that answers refer to.
    static let headers: JSONValue = [
        "X-Request-Id": [
            "description": "The request's id; quote it when you ask for help.",
            "schema": ["type": "string", "pattern": "^[0-9a-f]{32}$"],
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
    static func headerReferences(_ names: [String]) -> JSONValue {
        .object(names.map { JSONValue.Member($0, ["$ref": .text("#/components/headers/\($0)")]) })
    }

    /// The failures that every operation has.
    static let shared: JSONValue = .object(kinds.map { JSONValue.Member($0.name, $0.part) })

    /// The failures of one operation, by status.
    static func responses(of operation: ExternalOperation) -> [JSONValue.Member] {
        let own = operation.failures.map { failure in
            (
                failure.status.code,
                response(
                    failure.summary, status: failure.status.code, code: failure.code, title: title(of: failure.code),
                    headers: [])
            )
        }
        let common: [(Int, JSONValue)] = kinds.filter { kind in
            !own.contains { $0.0 == kind.status }
        }.map { ($0.status, ["$ref": .text("#/components/responses/\($0.name)")]) }
        return (own + common).sorted { $0.0 < $1.0 }.map { JSONValue.Member(String($0.0), $0.1) }
    }

    private struct Kind {
        let name: String
        let status: Int
        let code: String
        let summary: String
        var headers: [String] = []
        var part: JSONValue {
            OpenAPIFailures.response(
                summary, status: status, code: code, title: OpenAPIFailures.title(of: code), headers: headers)
        }
    }

    private static let kinds = [
        Kind(
            name: "BadRequest", status: 400, code: "invalid_parameter",
            summary: "A parameter is unknown, repeated or out of range (`invalid_parameter`), or the access token is "
                + "malformed (`invalid_request`; then with a challenge).", headers: ["WWW-Authenticate"]),
        Kind(
            name: "Unauthorized", status: 401, code: "invalid_token",
            summary: "No access token (`unauthorized`), or one that is not good here: expired, revoked, of another "
                + "realm (`invalid_token`); or a DPoP proof that is not (`invalid_dpop_proof`, `use_dpop_nonce`).",
            headers: ["WWW-Authenticate", "DPoP-Nonce"]),
        Kind(
            name: "Forbidden", status: 403, code: "insufficient_scope",
            summary: "The access token lacks the scope (`insufficient_scope`), or the client may not call from this "
                + "network address (`address_not_allowed`).", headers: ["WWW-Authenticate"]),
        Kind(
            name: "NotFound", status: 404, code: "not_found", summary: "Nothing is at this path of this host."),
        Kind(
            name: "MethodNotAllowed", status: 405, code: "method_not_allowed",
            summary: "The path exists, but not with this method.", headers: ["Allow"]),
        Kind(
            name: "NotAcceptable", status: 406, code: "not_acceptable",
            summary: "The Accept header field excludes JSON."),
        Kind(
            name: "URITooLong", status: 414, code: "target_too_long", summary: "The path and query are too long."),
        Kind(
            name: "TooManyRequests", status: 429, code: "too_many_requests",
            summary: "The subscription's calls of a minute are used up, or the client has sent more DPoP proofs in two "
                + "minutes than are remembered (`too_many_requests`); or its calls of the month are used up "
                + "(`quota_exhausted`).",
            headers: ["Retry-After", "RateLimit", "RateLimit-Policy"]),
        Kind(
            name: "InternalError", status: 500, code: "internal_error", summary: "A fault of the server."),
        Kind(
            name: "Unavailable", status: 503, code: "unavailable",
            summary: "The server cannot check the token or reach the records now.", headers: ["Retry-After"]),
    ]

    private static func response(
        _ summary: String, status: Int, code: String, title: String, headers: [String]
    ) -> JSONValue {
        [
            "description": .text(summary), "headers": headerReferences(["X-Request-Id"] + headers),
            "content": [
                "application/problem+json": [
                    "schema": .reference("Problem"),
                    "example": [
                        "type": .text("/docs/errors/\(code)"), "title": .text(title), "status": .integer(status),
                        "detail": .text(summary),
                        "instance": "urn:counterfoil:request:0123456789abcdef0123456789abcdef",
                    ],
                ]
            ],
        ]
    }

    /// `patient_not_found` becomes “Patient not found”.
    private static func title(of code: String) -> String {
        let words = code.split(separator: "_").joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
