/// Whether an `Accept` header field takes one media type (RFC 9110 section 12.5.1).
package enum MediaTypePreference {
    /// Whether any of the field's values takes `type/subtype`. The most specific range that matches decides; a weight
    /// of 0 excludes. No field, or an empty one, takes everything.
    package static func accepts(_ values: [String], type: String, subtype: String) -> Bool {
        let ranges = values.flatMap { $0.split(separator: ",") }.compactMap { Range($0) }
        guard !ranges.isEmpty else { return values.allSatisfy { $0.allSatisfy { $0 == " " } } }
        let matching = ranges.filter { $0.matches(type, subtype) }
        guard let best = matching.max(by: { $0.precision < $1.precision }) else { return false }
        return best.isWanted
    }

    private struct Range {
        let type: String
        let subtype: String
        let isWanted: Bool

        init?(_ text: Substring) {
            let parts = text.split(separator: ";").map { Self.trimmed($0).lowercased() }
            guard let names = parts.first?.split(separator: "/", omittingEmptySubsequences: false), names.count == 2
            else { return nil }
            type = String(names[0])
            subtype = String(names[1])
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
            isWanted = weight ?? 1 > 0
        }

        var precision: Int { type == "*" ? 0 : subtype == "*" ? 1 : 2 }

        func matches(_ type: String, _ subtype: String) -> Bool {
            (self.type == "*" && self.subtype == "*")
                || (self.type == type && (self.subtype == "*" || self.subtype == subtype))
        }

        private static func trimmed(_ text: Substring) -> Substring {
            var text = text.drop { $0 == " " || $0 == "\t" }
            while text.last == " " || text.last == "\t" { text = text.dropLast() }
            return text
        }
    }
}
