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

    /// The failures that every operation has.
    static let shared: JSONValue = .object(kinds.map { JSONValue.Member($0.name, $0.part) })

    /// The failures of one operation, by status.
    static func responses(of operation: ExternalOperation) -> [JSONValue.Member] {
        let own = operation.failures + following(from: operation)
        var parts: [Int: JSONValue] = [:]
        for (status, failures) in Dictionary(grouping: own, by: \.status.code) {
            let summaries = failures.map { "\($0.summary) (`\($0.code)`)" }
            parts[status] = response(
                summaries.joined(separator: " "), status: status, code: failures[0].code,
                title: title(of: failures[0].code), headers: kinds.first { $0.status == status }?.headers ?? [])
        }
        for kind in kinds where parts[kind.status] == nil {
            parts[kind.status] = ["$ref": .text("#/components/responses/\(kind.name)")]
        }
        return parts.sorted { $0.key < $1.key }.map { JSONValue.Member(String($0.key), $0.value) }
    }

    /// The failures that follow from what an operation takes.
    private static func following(from operation: ExternalOperation) -> [ExternalOperation.Failure] {
        var failures: [ExternalOperation.Failure] = []
        if operation.body != nil {
            failures += [
                .init(
                    status: .badRequest, code: "invalid_body",
                    summary: "Members of the body are missing, unknown or of the wrong form; `errors` has all."),
                .init(status: .badRequest, code: "malformed_json", summary: "The body is no JSON in UTF-8."),
                .init(
                    status: .badRequest, code: "invalid_parameter",
                    summary: "A parameter is unknown, repeated or out of range."),
                .init(
                    status: .badRequest, code: "invalid_request", summary: "The access token is malformed."),
                .init(
                    status: .contentTooLarge, code: "body_too_large",
                    summary: "The body is larger than \(FormLimits.bodyBytes) bytes."),
                .init(
                    status: .unsupportedMediaType, code: "unsupported_media_type",
                    summary: "The body is not declared as JSON in UTF-8."),
            ]
        }
        if operation.traits.contains(.guarded) {
            failures.append(
                .init(
                    status: .preconditionFailed, code: "precondition_failed",
                    summary: "The record is not in the state that If-Match or If-None-Match asks for, or it was "
                        + "changed while it was being written."))
        }
        if operation.traits.contains(.repeatable) {
            failures += [
                .init(
                    status: .badRequest, code: "invalid_idempotency_key",
                    summary: "The Idempotency-Key is not one."),
                .init(
                    status: .conflict, code: "idempotency_key_reused",
                    summary: "The Idempotency-Key came with another request within the last day."),
                .init(
                    status: .conflict, code: "repeated_record_gone",
                    summary: "The record that the first request with the key made has been deleted since."),
            ]
        }
        return failures
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
            "description": .text(summary), "headers": OpenAPIHeaders.references(["X-Request-Id"] + headers),
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
