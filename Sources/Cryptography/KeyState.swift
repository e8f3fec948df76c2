/// What a key of a key ring may be used for.
public enum KeyState: String, Hashable, Sendable, CaseIterable {
    /// Known everywhere, opens, does not make tokens yet.
    case staged

    /// Makes and opens tokens. A ring has at most one.
    case active

    /// Opens the tokens it made until the last has expired.
    case retired

    /// Its material is erased.
    case destroyed

    /// Whether the key opens tokens: all but `destroyed`.
    public var isLive: Bool { self != .destroyed }
}
