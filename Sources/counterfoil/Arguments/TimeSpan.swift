import ArgumentParser

/// A length of time as people write it: a whole number and a unit, such as `90d`.
struct TimeSpan: Hashable, Sendable {
    /// At least 1.
    let seconds: Int64

    private static let secondsPerUnit: [Character: Int64] = [
        "s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800,
    ]

    /// Reads `45s`, `30m`, `12h`, `90d` or `2w`.
    ///
    /// - Throws: `ValidationError` for anything else, for nothing, and beyond 100 years.
    init(text: String) throws {
        let digits = text.dropLast()
        guard let unit = text.last, let factor = Self.secondsPerUnit[unit], (1...10).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let count = Int64(digits)
        else {
            throw ValidationError("Give a whole number and a unit: 45s, 30m, 12h, 90d or 2w.")
        }
        let (seconds, overflow) = count.multipliedReportingOverflow(by: factor)
        guard !overflow, (1...CommandLimits.spanMaximumSeconds).contains(seconds) else {
            throw ValidationError("Give a time span from 1 second to 100 years.")
        }
        self.seconds = seconds
    }
}
