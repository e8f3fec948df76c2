public import Timekeeping

extension JSONObject {
    /// The member as a NumericDate (RFC 7519 section 2), a fraction of a second cut to milliseconds; `nil` when
    /// missing.
    ///
    /// - Throws: ``JOSEError/memberForm(_:wanted:)`` when it is no number or not between the years 1970 and 9999.
    public func numericDate(_ name: String) throws(JOSEError) -> Timestamp? {
        let seconds: Double
        switch self[name] {
        case nil: return nil
        case .integer(let number): seconds = Double(number)
        case .decimal(let number): seconds = number
        default: throw .memberForm(name, wanted: "a number of seconds since 1970-01-01T00:00:00Z")
        }
        guard seconds >= 0, seconds <= JOSELimits.lastNumericDateSeconds else {
            throw .memberForm(name, wanted: "a moment between the years 1970 and 9999, in seconds")
        }
        return Timestamp(millisecondsSince1970: Int64(seconds * 1_000))
    }
}
