/// What a resource indicator may be (RFC 8707 section 2).
package enum ResourceIdentifier {
    /// What the identifiers start with that Counterfoil gives out itself.
    package static let reservedPrefix = "urn:counterfoil:"

    /// Whether a text is an absolute URI without a fragment (RFC 3986 section 4.3) of at most
    /// ``RegistryLimits/resourceIdentifierBytes`` bytes.
    package static func isWellFormed(_ text: String) -> Bool {
        let bytes = text.utf8
        guard bytes.count <= RegistryLimits.resourceIdentifierBytes, let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
        else { return false }
        let scheme = bytes[..<colon]
        let rest = bytes[bytes.index(after: colon)...]
        guard let first = scheme.first, isLetter(first), scheme.allSatisfy(isSchemeByte), !rest.isEmpty else {
            return false
        }
        // A hierarchical one without a host, such as http:///path, names nothing that could be asked for.
        if rest.starts(with: "//".utf8) {
            guard let host = rest.dropFirst(2).first, !"/?:@".utf8.contains(host) else { return false }
        }
        return isURIText(rest)
    }

    /// Checks the identifier of a resource to be made.
    ///
    /// - Returns: the same text: identifiers are compared byte by byte and never brought into another form.
    package static func checked(_ text: String) throws(RegistryError) -> String {
        guard isWellFormed(text) else {
            throw .invalid(
                field: "resource",
                "“\(text.forMessage)” is not a resource identifier. Use an absolute URI without a fragment, of at most "
                    + "\(RegistryLimits.resourceIdentifierBytes) characters, such as https://api.example.com/billing.")
        }
        guard !text.lowercased().hasPrefix(reservedPrefix) else {
            throw .invalid(
                field: "resource",
                "Identifiers that start with \(reservedPrefix) are given out by Counterfoil itself. Use a URL of the "
                    + "API, or a URN of your own.")
        }
        return text
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isSchemeByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || "+-.".utf8.contains(byte)
    }

    /// RFC 3986 section 2: unreserved and reserved characters but the number sign, and percent-encoded bytes.
    private static func isURIText(_ bytes: Substring.UTF8View) -> Bool {
        var rest = bytes
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%") {
                guard let high = rest.popFirst(), let low = rest.popFirst(), isHexadecimal(high), isHexadecimal(low)
                else { return false }
            } else if !(isLetter(byte) || isDigit(byte) || "-._~:/?[]@!$&'()*+,;=".utf8.contains(byte)) {
                return false
            }
        }
        return true
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }
}
