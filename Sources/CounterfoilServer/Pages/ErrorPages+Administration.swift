extension ErrorPages {
    /// The errors of bodies and of writes, which the External API and the admin API have alike.
    static let administration = [
        Explanation(
            code: "malformed_json", title: "The body is not JSON.",
            meaning:
                "The body is no JSON object, or a member stands in it twice, or values lie too deep in each other.",
            remedy: "Send one JSON object in UTF-8, each member once."),
        Explanation(
            code: "invalid_body", title: "Members of the body are wrong.",
            meaning: "The body is JSON, but members are missing, unknown or of the wrong form, or break a rule. errors "
                + "names each by its JSON Pointer, with what was expected.",
            remedy: "Mend every member that errors names. The document of the API, /api/external/v1/openapi.json or "
                + "/admin/v1/openapi.json, says what each operation takes."),
        Explanation(
            code: "invalid_lines", title: "Lines of the body are wrong.",
            meaning:
                "The body has one JSON object a line, and lines are no JSON, miss members or break a rule. Nothing "
                + "was done, for the good lines neither. errors names each fault with the number of its line, the "
                + "first thousand of them.",
            remedy: "Mend the lines and send all of them again. A dry run names all faults and changes nothing."),
        Explanation(
            code: "conflict", title: "Not possible as things are.",
            meaning: "What is to be created exists already, or the state of a record does not allow the change. detail "
                + "says which.",
            remedy: "Read the record and decide anew."),
        Explanation(
            code: "forbidden", title: "The caller may not do this.",
            meaning: "The caller's scopes, or an operator's role, do not reach as far as the operation. What would let "
                + "a caller make itself greater, such as a sign-in link of an administrator, needs all scopes.",
            remedy: "Let an administrator do it, or give the program the scopes that detail names."),
        Explanation(
            code: "precondition_failed", title: "The record was changed in the meantime.",
            meaning: "If-Match names an ETag that is not the record's any more: somebody has changed it since it was "
                + "read.",
            remedy: "Read the record again, and repeat the change on what it is now."),
        Explanation(
            code: "invalid_idempotency_key", title: "The Idempotency-Key is malformed.",
            meaning: "An Idempotency-Key is 1 to 200 printable ASCII characters without spaces.",
            remedy: "Use a random value, such as a UUID."),
        Explanation(
            code: "idempotency_key_reused", title: "The Idempotency-Key was used before.",
            meaning: "The key came with another request within the last day, so the server cannot tell which one is to "
                + "be repeated.",
            remedy: "Use a key of its own for each request, and the same one only to repeat it."),
    ]
}
