import JOSE
import WebFoundation

/// A value of a request's body.
typealias BodyValue = JOSE.JSONValue

/// Where a body is being read, and the faults found so far.
struct BodyReading {
    private(set) var faults: [ProblemDetails.Fault] = []
    private var steps: [String] = []

    /// Reads a value that lies in the present one.
    mutating func inside<Value>(_ step: String, _ read: (inout BodyReading) -> Value) -> Value {
        steps.append(step)
        defer { steps.removeLast() }
        return read(&self)
    }

    /// Notes that the present value is not what it must be. The value itself is not repeated.
    mutating func note(_ detail: String) {
        guard faults.count < FormLimits.faultsMaximum else { return }
        faults.append(.member(JSONPointer.text(of: steps), detail))
    }

    /// Notes a value of another kind than expected.
    mutating func note(_ found: BodyValue, insteadOf expectation: String) {
        note("\(found.kind), where \(expectation) is expected.".capitalizedSentence)
    }

    /// Notes a member that stands in its object more than once.
    mutating func noteRepeated(_ pointer: String) {
        guard faults.count < FormLimits.faultsMaximum else { return }
        faults.append(.member(pointer, "The member stands in its object more than once. Send it once."))
    }
}

extension BodyValue {
    /// What kind of value it is, for an error.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a truth value"
        case .integer, .decimal: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }

    /// The number, whole or not; `nil` for anything else.
    var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .decimal(let number): number
        default: nil
        }
    }

    /// The whole number, also where it is written as `2.0` or `2e0`, which is the same number (RFC 8259 section 6).
    var wholeNumber: Int? {
        switch self {
        case .integer(let number): Int(exactly: number)
        case .decimal(let number): Int(exactly: number)
        default: nil
        }
    }
}

extension String {
    /// The sentence with its first letter in upper case.
    var capitalizedSentence: String { prefix(1).uppercased() + dropFirst() }
}
