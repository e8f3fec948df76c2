package import HTTPTypes
package import Registry

/// The header fields that tell a client of its limits (draft-ietf-httpapi-ratelimit-headers).
package enum RateLimitFields {
    private static let policyName = HTTPField.Name("RateLimit-Policy")
    private static let standingName = HTTPField.Name("RateLimit")
    private static let warningName = HTTPField.Name("Quota-Warning")

    /// The fields of a verdict, `Retry-After` where it refuses.
    package static func fields(of verdict: MeterVerdict) -> HTTPFields {
        var fields = HTTPFields()
        if !verdict.standings.isEmpty {
            if let policyName {
                fields[policyName] = list(verdict.standings) { ";q=\($0.limit);w=\($0.windowSeconds)" }
            }
            if let standingName {
                fields[standingName] = list(verdict.standings) { ";r=\($0.remaining);t=\($0.resetSeconds)" }
            }
        }
        if let mark = verdict.passedSoftMark, let calls = verdict.callsOfMonth, let warningName {
            fields[warningName] = "month;mark=\(mark);used=\(calls)"
        }
        fields[.retryAfter] = verdict.refusal.map { String($0.resetSeconds) }
        return fields
    }

    private static func list(_ standings: [LimitStanding], _ parameters: (LimitStanding) -> String) -> String {
        standings.map { "\"\($0.window.rawValue)\"" + parameters($0) }.joined(separator: ", ")
    }
}
