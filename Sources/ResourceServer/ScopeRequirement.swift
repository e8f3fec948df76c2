/// Which scopes a request needs: any one of `alternatives` is enough (RFC 6750 section 3.1, `insufficient_scope`).
public struct ScopeRequirement: Sendable, Hashable {
    /// The scopes of which one must be granted, the one to recommend first.
    public let alternatives: [String]

    /// A requirement that any one of the scopes meets.
    public init(anyOf alternatives: [String]) {
        self.alternatives = alternatives
    }

    /// A requirement of one scope.
    public init(_ scope: String) {
        self.init(anyOf: [scope])
    }

    /// Whether the granted scopes meet the requirement. Scope names are compared exactly, case included.
    public func isMet(by granted: [String]) -> Bool {
        alternatives.contains { granted.contains($0) }
    }
}
