package import Timekeeping

/// What a client did on a day, counted.
package struct UsageKey: Hashable, Sendable {
    /// What is counted.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Issued tokens.
        case token
        /// Refused requests to the OAuth endpoints and the API, by reason.
        case refusal
        /// Calls of the API, by status.
        case call
    }

    /// The day, UTC.
    package let day: Day
    /// The realm that was asked.
    package let realm: RealmIdentifier
    /// The client's identifier; empty where it is none that is known here, whatever the request called itself.
    package let client: String
    /// What is counted.
    package let kind: Kind
    /// The reason of refusals, the status of calls; empty for tokens. From a bounded set.
    package let word: String

    /// Names a count.
    package init(day: Day, realm: RealmIdentifier, client: String, kind: Kind, word: String) {
        self.day = day
        self.realm = realm
        self.client = client
        self.kind = kind
        self.word = word
    }
}

/// How often it was.
package struct UsageCount: Hashable, Sendable {
    /// What is counted.
    package let key: UsageKey
    /// How often, 1 or more.
    package let count: Int

    /// A count.
    package init(_ key: UsageKey, count: Int) {
        self.key = key
        self.count = count
    }
}

/// The sum of counts of a day.
package struct UsageSum: Hashable, Sendable {
    /// The day, UTC.
    package let day: Day
    /// What is counted.
    package let kind: UsageKey.Kind
    /// The reason of refusals, the status of calls.
    package let word: String
    /// How often.
    package let count: Int

    /// A sum.
    package init(day: Day, kind: UsageKey.Kind, word: String, count: Int) {
        self.day = day
        self.kind = kind
        self.word = word
        self.count = count
    }
}

/// Whose usage is asked for, and of which days.
package struct UsageQuery: Hashable, Sendable {
    /// Whose usage.
    package enum Holder: Hashable, Sendable {
        /// One client's.
        case client(ClientIdentifier)
        /// That of the clients of a subscription, in these realms.
        case subscription(SubscriptionIdentifier, [RealmIdentifier])
        /// That of everybody in these realms, also of who is not known there.
        case realms([RealmIdentifier])
    }

    /// Whose usage.
    package let holder: Holder
    /// The first day.
    package let from: Day
    /// The last day.
    package let to: Day

    /// Asks for usage.
    package init(_ holder: Holder, from: Day, to: Day) {
        self.holder = holder
        self.from = from
        self.to = to
    }
}
