package import Timekeeping

/// Who changed something.
package struct Actor: Hashable, Sendable, CustomStringConvertible {
    /// The name, such as `cli:root` or `server`.
    package let name: String

    /// Names an actor.
    package init(_ name: String) { self.name = name }

    /// The name.
    package var description: String { name }
}

/// A row of the change table: one change of the registry, in the same transaction as the change itself.
package struct Change: Hashable, Sendable {
    /// The number, ascending without reuse. 0 before it is stored.
    package var number: Int64
    /// When.
    package let at: Timestamp
    /// Who.
    package let actor: Actor
    /// What, dotted, as the journal names it: `client.suspended`.
    package let kind: String
    /// The tenant concerned.
    package let tenant: TenantName
    /// The realm concerned, where it is one.
    package let realm: RealmIdentifier?
    /// The identifier of what was changed.
    package let subject: String
    /// What it was, without secrets.
    package let before: [String: String]
    /// What it became, without secrets.
    package let after: [String: String]

    /// A change to be stored, or as stored.
    package init(
        number: Int64 = 0, at: Timestamp, actor: Actor, kind: String, tenant: TenantName, realm: RealmIdentifier?,
        subject: String, before: [String: String] = [:], after: [String: String] = [:]
    ) {
        self.number = number
        self.at = at
        self.actor = actor
        self.kind = kind
        self.tenant = tenant
        self.realm = realm
        self.subject = subject
        self.before = before
        self.after = after
    }
}
