/// The name of one key of a key ring. It is no secret.
public struct KeyIdentifier: Hashable, Sendable, CustomStringConvertible {
    /// The name as it stands in the store.
    public let value: String

    /// Takes the name as it stands in the store.
    public init(_ value: String) {
        self.value = value
    }

    /// The name.
    public var description: String { value }
}
