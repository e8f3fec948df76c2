/// A value that holds what is known of a patient, and that prints its type and nothing else.
///
/// Printing, debugging and reflection all go through here, so that no log line, error or crash report can hold patient
/// data by accident. A type that can name itself without giving anything away has a `description` of its own.
package protocol HealthInformation: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
}

extension HealthInformation {
    /// The name of the type.
    package var description: String { "\(Self.self)(•••)" }
    /// The same as `description`.
    package var debugDescription: String { description }
    /// A mirror without children.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
