/// Which scopes a request needs: any one of `alternatives` is enough (RFC 6750 section 3.1, `insufficient_scope`).
public struct ScopeRequirement: Sendable, Hashable {
    /// The scope values of which one must be granted, the one to recommend first. A value of several scopes, separated
    /// by spaces (RFC 6749 section 3.3), needs them all.
    public let alternatives: [String]

    /// A requirement that any one of the scope values meets.
    public init(anyOf alternatives: [String]) {
        self.alternatives = alternatives
    }

    /// A requirement of one scope.
    public init(_ scope: String) {
        self.init(anyOf: [scope])
    }

    /// Whether the granted scopes meet the requirement. Scope names are compared exactly, case included.
    public func isMet(by granted: [String]) -> Bool {
        alternatives.contains { granted.contains($0) || ($0.contains(" ") && Self.areAll(of: $0, in: granted)) }
    }

    private static func areAll(of value: String, in granted: [String]) -> Bool {
        let scopes = value.split(separator: " ")
        return !scopes.isEmpty && scopes.allSatisfy { scope in granted.contains { $0 == scope } }
    }
}
