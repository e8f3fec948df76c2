/// One label of a host name.
enum DNSLabel {
    /// Whether a text is a label: lower-case letters, digits and hyphens, with a letter or digit at both ends (RFC 1123
    /// section 2.1).
    ///
    /// - Parameter longest: most characters; no label has more than 63.
    static func isLabel(_ text: some StringProtocol, longest: Int = RegistryLimits.hostLabelCharacters) -> Bool {
        guard (1...longest).contains(text.utf8.count), text.first != "-", text.last != "-" else { return false }
        return text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
        }
    }
}
