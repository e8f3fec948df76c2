#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A range of IP addresses in CIDR form, such as `10.0.0.0/8` or `2001:db8::/32`; one address without `/` is a range
/// of one.
package struct AddressRange: Hashable, Sendable, CustomStringConvertible {
    private let prefix: [UInt8]
    private let bits: Int
    /// Whether the address that was written lies inside the range and not at its beginning: then one address may have
    /// been meant, or another range.
    package let isInexact: Bool
    /// The range as it was written.
    package let description: String

    /// Reads a range. `nil` when it is not one.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let first = parts.first, let bytes = Self.bytes(of: String(first)), parts.count <= 2 else { return nil }
        let whole = bytes.count * 8
        var bits = whole
        if parts.count == 2 {
            // `Int` alone would take a sign.
            guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(parts[1]),
                (0...whole).contains(number)
            else { return nil }
            bits = number
        }
        self.prefix = bytes
        self.bits = bits
        isInexact = (bits..<whole).contains { bytes[$0 / 8] & (0x80 >> ($0 % 8)) != 0 }
        self.description = text
    }

    /// Whether the address lies in the range. An IPv4 address mapped into IPv6 counts as the IPv4 address.
    package func contains(_ address: String) -> Bool {
        guard let bytes = Self.bytes(of: address), bytes.count == prefix.count else { return false }
        let whole = bits / 8
        guard bytes[..<whole] == prefix[..<whole] else { return false }
        let rest = bits % 8
        guard rest > 0 else { return true }
        let mask = UInt8(truncatingIfNeeded: 0xFF << (8 - rest))
        return bytes[whole] & mask == prefix[whole] & mask
    }

    /// The 4 or 16 bytes of an address in text. `nil` when it is none.
    package static func bytes(of address: String) -> [UInt8]? {
        // The system would read up to a NUL only.
        guard !address.utf8.contains(0) else { return nil }
        var v4 = [UInt8](repeating: 0, count: 4)
        if inet_pton(AF_INET, address, &v4) == 1 { return v4 }
        var v6 = [UInt8](repeating: 0, count: 16)
        guard inet_pton(AF_INET6, address, &v6) == 1 else { return nil }
        let isMapped = v6[..<10].allSatisfy { $0 == 0 } && v6[10] == 0xFF && v6[11] == 0xFF
        return isMapped ? Array(v6[12...]) : v6
    }
}
