extension IPAddress {
    /// Whether the address is one of the public Internet: neither private, loopback, link-local, shared, multicast,
    /// reserved or for documentation, nor the metadata service of a cloud, nor an IPv6 form of such an IPv4 address.
    ///
    /// Follows the special-purpose registries (RFC 6890), from the safe side: of IPv6 only global unicast is public.
    package var isPublic: Bool {
        guard isIPv6 else { return !Self.special4.contains { $0.contains(self) } }
        if let embedded = embeddedIPv4 { return embedded.isPublic }
        return Self.globalUnicast.contains(self) && !Self.special6.contains { $0.contains(self) }
    }

    /// The IPv4 address that a mapped (RFC 4291 section 2.5.5.2) or translated (RFC 6052) address leads to.
    private var embeddedIPv4: IPAddress? {
        guard Self.mapped.contains(self) || Self.translated.contains(self) else { return nil }
        return IPAddress(bytes: Array(bytes.suffix(4)))
    }

    private static let mapped = Block([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], bits: 96, length: 16)
    private static let translated = Block([0x00, 0x64, 0xFF, 0x9B], bits: 96, length: 16)
    private static let globalUnicast = Block([0x20], bits: 3, length: 16)

    private static let special6 = [
        // Protocol assignments, among them Teredo, which wraps an IPv4 address, and benchmarking.
        Block([0x20, 0x01], bits: 23, length: 16),
        // Documentation.
        Block([0x20, 0x01, 0x0D, 0xB8], bits: 32, length: 16),
        Block([0x3F, 0xFF], bits: 20, length: 16),
        // 6to4 wraps an IPv4 address, and nobody serves keys over it.
        Block([0x20, 0x02], bits: 16, length: 16),
    ]

    private static let special4 = [
        // This network, and the unspecified address.
        Block([0], bits: 8, length: 4),
        // Private networks (RFC 1918).
        Block([10], bits: 8, length: 4),
        Block([172, 16], bits: 12, length: 4),
        Block([192, 168], bits: 16, length: 4),
        // Shared between a carrier and its customers (RFC 6598); a cloud's metadata service is in it.
        Block([100, 64], bits: 10, length: 4),
        // Loopback.
        Block([127], bits: 8, length: 4),
        // Link-local, with the metadata service of most clouds.
        Block([169, 254], bits: 16, length: 4),
        // The metadata service of one cloud, within its customers' reach only.
        Block([168, 63, 129, 16], bits: 32, length: 4),
        // Protocol assignments.
        Block([192, 0, 0], bits: 24, length: 4),
        // Documentation.
        Block([192, 0, 2], bits: 24, length: 4),
        Block([198, 51, 100], bits: 24, length: 4),
        Block([203, 0, 113], bits: 24, length: 4),
        // Relays of 6to4.
        Block([192, 88, 99], bits: 24, length: 4),
        // Benchmarking.
        Block([198, 18], bits: 15, length: 4),
        // Multicast, reserved, broadcast.
        Block([224], bits: 4, length: 4),
        Block([240], bits: 4, length: 4),
    ]

    /// All addresses that begin with the same bits.
    private struct Block: Sendable {
        private let prefix: [UInt8]
        private let bits: Int

        /// A block whose prefix is filled up with zeros to the length of an address.
        init(_ leading: [UInt8], bits: Int, length: Int) {
            prefix = leading + [UInt8](repeating: 0, count: length - leading.count)
            self.bits = bits
        }

        func contains(_ address: IPAddress) -> Bool {
            guard address.bytes.count == prefix.count else { return false }
            return (0..<bits).allSatisfy { bit in
                let mask: UInt8 = 0x80 >> (bit % 8)
                return address.bytes[bit / 8] & mask == prefix[bit / 8] & mask
            }
        }
    }
}
