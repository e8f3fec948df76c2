package import Hummingbird

/// An error that knows its own answer.
///
/// It has two texts: the one in ``response(in:)`` is for the caller, ``operatorDetail`` is for the operator alone.
package protocol RespondingError: Error {
    /// A stable word from a bounded set for logs, metrics and the journal, such as `client_secret_mismatch`.
    var reason: String { get }
    /// The exact cause in a sentence for the operator, never a secret; `nil` where the answer says it all.
    var operatorDetail: String? { get }
    /// How long after the request was read the answer leaves at the earliest; `nil` for at once.
    var earliestAnswer: Duration? { get }
    /// The answer. What it says is for the caller; the exact cause is not in it.
    func response(in context: CounterfoilRequestContext) -> Response
}

extension RespondingError {
    /// The answer says it all.
    package var operatorDetail: String? { nil }
    /// At once.
    package var earliestAnswer: Duration? { nil }
}
