/// The name of a scope: one `scope-token` of RFC 6749 section 3.3, case-sensitive.
package struct ScopeName: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name itself.
    package let text: String

    /// Reads a name of 1 to 100 characters from `! # … [ ] … ~`, which leaves out space, quotation mark and backslash.
    package init(_ text: String) throws(RegistryError) {
        guard (1...RegistryLimits.scopeNameCharacters).contains(text.utf8.count),
            text.utf8.allSatisfy(Self.isScopeByte)
        else {
            throw .invalid(
                field: "scope",
                "“\(text.forMessage)” is not a scope name. Use 1 to \(RegistryLimits.scopeNameCharacters) printable "
                    + "ASCII characters without spaces, quotation marks and backslashes.")
        }
        self.text = text
    }

    /// The name.
    package var description: String { text }

    /// Orders by text.
    package static func < (left: ScopeName, right: ScopeName) -> Bool { left.text < right.text }

    private static func isScopeByte(_ byte: UInt8) -> Bool {
        byte == 0x21 || (0x23...0x5B).contains(byte) || (0x5D...0x7E).contains(byte)
    }
}
