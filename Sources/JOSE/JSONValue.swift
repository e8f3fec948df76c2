/// A JSON value as ``StrictJSON`` reads it.
public enum JSONValue: Hashable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number without fraction and exponent that fits 64 bits.
    case integer(Int64)
    /// Any other finite number.
    case decimal(Double)
    /// A string.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object.
    case object(JSONObject)
}

/// A JSON object without repeated names.
public struct JSONObject: Hashable, Sendable {
    private let members: [String: JSONValue]

    /// Takes the members.
    init(members: [String: JSONValue]) {
        self.members = members
    }

    /// The names of the members, in no order.
    public var names: some Collection<String> { members.keys }

    /// The member, `nil` when there is none of this name.
    public subscript(name: String) -> JSONValue? { members[name] }

    /// Whether there is a member of this name, whatever its value.
    public func has(_ name: String) -> Bool { members[name] != nil }

    /// The member as a string; `nil` when missing.
    ///
    /// - Throws: ``JOSEError/memberForm(_:wanted:)`` when it is anything else, `null` too.
    public func string(_ name: String) throws(JOSEError) -> String? {
        switch members[name] {
        case nil: nil
        case .string(let text): text
        default: throw .memberForm(name, wanted: "a string")
        }
    }

    /// The member as a string that must be there.
    ///
    /// - Throws: ``JOSEError/memberMissing(_:)``, ``JOSEError/memberForm(_:wanted:)``.
    public func requiredString(_ name: String) throws(JOSEError) -> String {
        guard let text = try string(name) else { throw .memberMissing(name) }
        return text
    }

    /// The member as a whole number; `nil` when missing.
    ///
    /// - Throws: ``JOSEError/memberForm(_:wanted:)``.
    public func integer(_ name: String) throws(JOSEError) -> Int64? {
        switch members[name] {
        case nil: nil
        case .integer(let number): number
        default: throw .memberForm(name, wanted: "a whole number")
        }
    }

    /// The member as `true` or `false`; `false` when missing.
    ///
    /// - Throws: ``JOSEError/memberForm(_:wanted:)``.
    public func flag(_ name: String) throws(JOSEError) -> Bool {
        switch members[name] {
        case nil: false
        case .bool(let value): value
        default: throw .memberForm(name, wanted: "true or false")
        }
    }

    /// The member as a list of strings, one string counting as a list of one; `nil` when missing.
    ///
    /// - Throws: ``JOSEError/memberForm(_:wanted:)``.
    public func strings(_ name: String) throws(JOSEError) -> [String]? {
        switch members[name] {
        case nil: return nil
        case .string(let text): return [text]
        case .array(let items):
            var texts: [String] = []
            for item in items {
                guard case .string(let text) = item else {
                    throw .memberForm(name, wanted: "a string or a list of strings")
                }
                texts.append(text)
            }
            return texts
        default: throw .memberForm(name, wanted: "a string or a list of strings")
        }
    }

    /// The member as an object; `nil` when missing.
    ///
    /// - Throws: ``JOSEError/memberForm(_:wanted:)``.
    public func object(_ name: String) throws(JOSEError) -> JSONObject? {
        switch members[name] {
        case nil: nil
        case .object(let object): object
        default: throw .memberForm(name, wanted: "an object")
        }
    }

    /// The member as an array; `nil` when missing.
    ///
    /// - Throws: ``JOSEError/memberForm(_:wanted:)``.
    public func array(_ name: String) throws(JOSEError) -> [JSONValue]? {
        switch members[name] {
        case nil: nil
        case .array(let items): items
        default: throw .memberForm(name, wanted: "an array")
        }
    }
}
