/// A request to another server.
package struct OutboundRequest: Sendable {
    /// What is asked.
    package enum Method: Sendable, Hashable {
        /// Read.
        case get
        /// Send a form (application/x-www-form-urlencoded), already encoded.
        case post(form: String)
    }

    /// Where.
    package let url: OutboundURL
    /// What.
    package let method: Method
    /// The media types wanted, as in `Accept`.
    package let accept: String
    /// The value of the `Authorization` header field.
    package let authorization: String?
    /// What the answer's body may be at most, in bytes.
    package let bodyMaximumBytes: Int
    /// How long everything may take together, in milliseconds.
    package let deadlineMilliseconds: Int64
    /// On whose behalf, so that nobody takes up the room of others; who is not named shares with the same host.
    package let share: String

    /// Puts a request together.
    package init(
        _ url: OutboundURL, method: Method = .get, accept: String, authorization: String? = nil,
        bodyMaximumBytes: Int = OutboundLimits.bodyBytes,
        deadlineMilliseconds: Int64 = OutboundLimits.deadlineMilliseconds, share: String? = nil
    ) {
        self.url = url
        self.method = method
        self.accept = accept
        self.authorization = authorization
        self.bodyMaximumBytes = bodyMaximumBytes
        self.deadlineMilliseconds = deadlineMilliseconds
        self.share = share ?? url.host
    }
}

/// The answer of another server, complete. What its status and media type must be is for the caller to say.
package struct OutboundResponse: Sendable, Hashable {
    /// The HTTP status; never a redirect.
    package let status: Int
    /// The media type without parameters, in lower case.
    package let mediaType: String?
    /// For how many seconds the answer may be kept (RFC 9111); `nil` when it does not say.
    package let freshSeconds: Int64?
    /// The body.
    package let body: [UInt8]

    /// Puts an answer together.
    package init(status: Int, mediaType: String?, freshSeconds: Int64?, body: [UInt8]) {
        self.status = status
        self.mediaType = mediaType
        self.freshSeconds = freshSeconds
        self.body = body
    }
}
