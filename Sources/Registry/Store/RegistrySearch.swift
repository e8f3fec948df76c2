package import Timekeeping

/// A page of a list that people look through: filtered, searched and ordered.
package struct RegistrySearch: Hashable, Sendable {
    /// What a list is ordered by. Rows that are alike in it follow each other by identifier.
    package enum Order: String, Hashable, Sendable, CaseIterable {
        /// The identifier, which for a tenant is its name.
        case identifier
        /// What people call it.
        case name
        /// When it was created.
        case creation
    }

    /// The last row of the page before.
    package struct Place: Hashable, Sendable {
        /// What the list is ordered by, of that row; a time in milliseconds since 1970.
        package let value: String
        /// Its identifier.
        package let identifier: String

        /// Names a place in a list.
        package init(value: String, identifier: String) {
            self.value = value
            self.identifier = identifier
        }
    }

    /// Only what belongs to this tenant.
    package var tenant: TenantName?
    /// Only what lives in this environment.
    package var environment: RealmEnvironment?
    /// Only what belongs to this subscription.
    package var subscription: SubscriptionIdentifier?
    /// Only what has this status.
    package var status: String?
    /// Only what has this text in its identifier or its names, in upper or lower case.
    package var text: String?
    /// The order.
    package var order = Order.identifier
    /// Whether the order is turned round.
    package var isDescending = false
    /// Where the page begins; `nil` for the first one.
    package var after: Place?
    /// Most rows, 1 to ``RegistryLimits/pageRows``.
    package var limit = RegistryLimits.pageRows

    /// The first page of everything.
    package init() {}
}

/// A record that people find in lists.
package protocol SearchableRecord: Sendable {
    /// The identifier.
    var searchIdentifier: String { get }
    /// What people call it.
    var searchName: String { get }
    /// When it was created.
    var createdAt: Timestamp { get }
}

extension SearchableRecord {
    /// Its place in a list of an order.
    package func place(in order: RegistrySearch.Order) -> RegistrySearch.Place {
        let value =
            switch order {
            case .identifier: searchIdentifier
            case .name: searchName
            case .creation: String(createdAt.millisecondsSince1970)
            }
        return RegistrySearch.Place(value: value, identifier: searchIdentifier)
    }
}

extension Tenant: SearchableRecord {
    package var searchIdentifier: String { name.text }
    package var searchName: String { displayName }
}

extension Subscription: SearchableRecord {
    package var searchIdentifier: String { id.text }
    package var searchName: String { partner }
}

extension Client: SearchableRecord {
    package var searchIdentifier: String { id.text }
    package var searchName: String { name }
}
