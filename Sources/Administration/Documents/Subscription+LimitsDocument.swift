package import Registry

extension Subscription {
    /// What is printed of a subscription's limits; `null` is unlimited.
    package var limitsDocument: JSONDocument {
        let limits = limits.named.map { limit in
            JSONDocument.Member(limit.name, limit.value.map { .integer(Int64($0)) } ?? .null)
        }
        return .object([JSONDocument.Member("subscription_id", .text(id.text))] + limits)
    }
}
