/// How long an answer may be kept, by its header fields (RFC 9111 section 4.2).
package enum Freshness {
    /// The seconds left, from `max-age` less `Age`; 0 with `no-store` or `no-cache`; `nil` when nothing is said, or
    /// not in a form that can be read.
    package static func seconds(cacheControl: [String], age: String?) -> Int64? {
        var maximumAge: Int64?
        for directive in cacheControl.flatMap({ $0.split(separator: ",") }) {
            let parts = directive.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts.first?.filter({ !isBlank($0) }).lowercased() else { continue }
            if name == "no-store" || name == "no-cache" { return 0 }
            if name == "max-age", parts.count == 2 {
                // The smaller one, where it stands there twice.
                guard let seconds = number(parts[1]) else { continue }
                maximumAge = min(seconds, maximumAge ?? seconds)
            }
        }
        return maximumAge.map { max(0, $0 - (age.flatMap { number($0[...]) } ?? 0)) }
    }

    /// A number of at most nine digits, with or without quotation marks.
    private static func number(_ text: Substring) -> Int64? {
        let digits = text.filter { !isBlank($0) && $0 != "\"" }
        guard (1...9).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int64(digits)
    }

    private static func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
}
