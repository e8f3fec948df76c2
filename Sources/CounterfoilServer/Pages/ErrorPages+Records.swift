extension ErrorPages {
    /// The errors of the External API's records.
    static let records =
        ["patient", "insurance", "location", "facility", "payer", "plan", "code", "tag"].map { noun in
            Explanation(
                code: "\(noun)_not_found", title: "There is no such \(noun) here.",
                meaning: "Record ids never carry over from the sandbox to production, or from one tenant to another.",
                remedy: "Look the \(noun) up in the list of this host.")
        } + [
            Explanation(
                code: "reference_not_found", title: "A record that the body names cannot be used.",
                meaning: "The body is well formed, but names the id of a record that is not in this environment, or "
                    + "that is of the wrong type or not active. errors names the member.",
                remedy: "Look the id up in the lists of this host first: /locations, /facilities, /payers, /tags."),
            Explanation(
                code: "repeated_record_gone", title: "The record that the first request made was deleted.",
                meaning: "A request with this Idempotency-Key was done before, and the record has been deleted since.",
                remedy: "To make a new record, use another Idempotency-Key."),
            Explanation(
                code: "unsupported_media_type", title: "The body is not declared as JSON in UTF-8.",
                meaning: "Content-Type is missing or names another form, or the body is compressed.",
                remedy: "Send Content-Type: application/json, and the body as it is."),
        ]
}
