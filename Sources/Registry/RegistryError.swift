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
        }
    }
}

extension RegistryError: CustomStringConvertible {
    /// The sentence for people.
    package var description: String { message }
}
