package import JOSE
package import Registry
package import Timekeeping

/// A call of an operation: who calls, and its input, whose form is good.
package struct AdminCall: Sendable {
    /// Who calls, as the journal names them.
    package let actor: Actor
    /// What the caller may do. That the operation's own access is among them was checked.
    package let accesses: Set<AdminAccess>
    /// The one moment of the call.
    package let now: Timestamp
    /// The segments of the path that vary.
    package let path: [String: String]
    /// The query's values.
    package let query: [String: JSONValue]
    /// The body's members.
    package let body: [String: JSONValue]
    /// Scheme and authority that the caller reaches the private listener by.
    package let origin: String

    /// Puts a call together whose input was checked.
    init(
        actor: Actor, accesses: Set<AdminAccess>, now: Timestamp, path: [String: String], query: [String: JSONValue],
        body: [String: JSONValue], origin: String
    ) {
        self.actor = actor
        self.accesses = accesses
        self.now = now
        self.path = path
        self.query = query
        self.body = body
        self.origin = origin
    }

    /// Whether the caller may do everything, as an administrator may: what would let a caller rise above its own rights
    /// asks for this.
    package var mayDoEverything: Bool { accesses.isSuperset(of: AdminAccess.allCases) }

    /// A segment of the path; empty for a name that the operation's path has not.
    package func segment(_ name: String) -> String { path[name] ?? "" }

    /// The page of a list that is asked for.
    ///
    /// - Throws: ``RegistryError`` where the cursor is none of this server's.
    package func page() throws(RegistryError) -> ListPage {
        ListPage(
            after: try query.text("cursor").map { cursor throws(RegistryError) in try PageCursor.key(cursor) },
            limit: query.integer("limit").map(Int.init) ?? AdminLimits.pageRows)
    }
}

extension [String: JSONValue] {
    /// The value of a member that is a text; `nil` where it is missing or `null`.
    package func text(_ name: String) -> String? {
        if case .string(let text) = self[name] { text } else { nil }
    }

    /// The value of a member that is a whole number; `nil` where it is missing or `null`.
    package func integer(_ name: String) -> Int64? {
        if case .integer(let number) = self[name] { number } else { nil }
    }

    /// The value of a member that is `true` or `false`; `nil` where it is missing or `null`.
    package func flag(_ name: String) -> Bool { self[name] == .bool(true) }

    /// The value of a member that is an array of texts; `nil` where it is missing or `null`.
    package func texts(_ name: String) -> [String]? {
        guard case .array(let values) = self[name] else { return nil }
        return values.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }

    /// The value of a member that is a point in time; `nil` where it is missing or `null`.
    package func moment(_ name: String) -> Timestamp? { text(name).flatMap { Timestamp(iso8601: $0) } }

    /// Whether a member is there to take a value away.
    package func isNull(_ name: String) -> Bool { self[name] == .null }
}

/// Where a page of a list begins, as callers see it: not to be read or made by them.
enum PageCursor {
    static func text(_ key: String) -> String { Base64URL.encode(Array(key.utf8)) }

    static func key(_ cursor: String) throws(RegistryError) -> String {
        guard let bytes = Base64URL.decode(cursor.utf8), let key = String(validating: bytes, as: UTF8.self) else {
            throw .invalid(field: "cursor", "This is no cursor of this server. Take `next` of the page before.")
        }
        return key
    }
}
