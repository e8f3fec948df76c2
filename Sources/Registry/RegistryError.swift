/// Why an administrative operation was refused. Each case has a sentence for people: what happened, why, what to do.
package enum RegistryError: Error, Hashable, Sendable {
    /// An input breaks a rule; `field` names it.
    case invalid(field: String, String)
    /// Something that was named does not exist.
    case notFound(String)
    /// It exists already, or its state does not allow the operation.
    case conflict(String)
    /// The caller may do such things, but not to this.
    case forbidden(String)
    /// The record is not the one that the caller has read; `current` is the entity tag of what it is now.
    case changed(current: String)
    /// The idempotency key was used for another request.
    case idempotencyKeyReused
    /// Lines of a bulk operation break rules; nothing of it was done.
    case invalidLines([InvalidLine])
    /// The store could not do it.
    case storage(String)

    /// The sentence for people.
    package var message: String {
        switch self {
        case .invalid(_, let message), .notFound(let message), .conflict(let message), .forbidden(let message),
            .storage(let message):
            message
        case .changed:
            "The record is not as it was when its ETag was read. Read it again and repeat the change on what it is now."
        case .idempotencyKeyReused:
            "The Idempotency-Key was used for another request. Use a key of its own for each."
        case .invalidLines(let problems):
            "Nothing was done, since there are \(problems.count) problems in \(Set(problems.map(\.line)).count) lines. "
                + "A dry run lists all of them."
        }
    }
}

/// What is wrong with one line of a bulk operation.
package struct InvalidLine: Hashable, Sendable {
    /// The number of the line, 1 and up.
    package let line: Int
    /// The member that breaks a rule; `nil` for the line as a whole.
    package let field: String?
    /// The sentence for people.
    package let message: String

    /// Names what is wrong.
    package init(line: Int, field: String?, message: String) {
        self.line = line
        self.field = field
        self.message = message
    }

    /// What an error says of a line.
    ///
    /// - Parameter field: the member; the one that the error names where it is `nil`.
    package init(line: Int, field: String?, _ error: RegistryError) {
        var field = field
        if field == nil, case .invalid(let named, _) = error { field = named }
        self.init(line: line, field: field, message: error.message)
    }
}

extension RegistryError: CustomStringConvertible {
    /// The sentence for people.
    package var description: String { message }
}
