/// A value that must never be printed: every way of printing it shows only `•••`.
///
/// Comparison is left out on purpose: `==` on secrets stops at the first difference and so tells how much was right.
/// Compare with ``constantTimeEquals(_:_:)``.
public struct Redacted<Value: Sendable>: Sendable {
    /// The value itself. Whoever reads it takes on the duty of not printing it.
    public let exposed: Value

    /// Wraps `value`.
    public init(_ value: Value) {
        self.exposed = value
    }
}

extension Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `•••`.
    public var description: String { "•••" }

    /// Always `•••`.
    public var debugDescription: String { "•••" }

    /// A mirror without children, so that `dump` and test failures show nothing either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
