package import Timekeeping

/// What a request with an idempotency key was answered, so that a repeat is not done again.
package struct IdempotentAnswer: Hashable, Sendable {
    /// Who asked, and a digest of the key.
    package let key: String
    /// A digest of what was asked.
    package let digest: String
    /// The answer as JSON, without secrets.
    package let document: String
    /// Until when it is kept.
    package let until: Timestamp

    /// An answer to keep, or as stored.
    package init(key: String, digest: String, document: String, until: Timestamp) {
        self.key = key
        self.digest = digest
        self.document = document
        self.until = until
    }
}
