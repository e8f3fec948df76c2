package import HTTPTypes

/// Is told of every answer: for the log line, the metrics and the refusal ring.
package protocol RequestObserver: Sendable {
    /// An answer is about to leave.
    func answered(_ request: AnsweredRequest)
    /// A request is refused with an error that the caller will see; called before the answer leaves.
    func refused(_ error: any RespondingError, in context: CounterfoilRequestContext) async
    /// A handler threw an error that nobody foresaw.
    func failed(_ error: any Error, in context: CounterfoilRequestContext)
}

/// One answered request, in words from bounded sets.
package struct AnsweredRequest: Sendable {
    /// The operation of the route table, or `none`.
    package let operation: String
    /// The method.
    package let method: HTTPRequest.Method
    /// The status code.
    package let status: Int
    /// From the head read to the answer ready.
    package let elapsed: Duration
    /// The request's context.
    package let context: CounterfoilRequestContext

    /// Puts the facts together.
    package init(
        operation: String, method: HTTPRequest.Method, status: Int, elapsed: Duration,
        context: CounterfoilRequestContext
    ) {
        self.operation = operation
        self.method = method
        self.status = status
        self.elapsed = elapsed
        self.context = context
    }
}
