import HTTPTypes
import WebFoundation

/// The failures of single records.
enum RecordProblem {
    /// 404: no record of that kind has the id in the path.
    static func notFound(_ what: String) -> ProblemDetails {
        let words = what.split(separator: "_").joined(separator: " ")
        return ProblemDetails(
            .notFound, code: "\(what)_not_found", title: "\(words.capitalizedSentence) not found",
            detail:
                "This environment has no \(words) of the id in the path. Ids are the 8 digits of Id in lists; those "
                + "of the sandbox and of production are not the same.")
    }

    /// 409: the body fits its form, and names records that are not there.
    static func references(_ faults: [ProblemDetails.Fault]) -> ProblemDetails {
        ProblemDetails(
            .conflict, code: "reference_not_found", title: "A record that the body names is not there",
            detail: "The body is well formed, but records that it names cannot be used here. Look up the ids in the "
                + "lists of this environment; errors names the members.",
            errors: faults)
    }

    /// 409: the key came with another request.
    static let keyReused = ProblemDetails(
        .conflict, code: "idempotency_key_reused", title: "The Idempotency-Key was used before",
        detail: "The key came with another request within the last day. Use a key of its own for each request, and the "
            + "same one only to repeat it.")

    /// 409: the record of the first request is gone.
    static let repeatedRecordGone = ProblemDetails(
        .conflict, code: "repeated_record_gone", title: "The record was deleted since",
        detail: "The request was done before, and the record that it made has been deleted since. To make a new one, "
            + "use another Idempotency-Key.")
}
