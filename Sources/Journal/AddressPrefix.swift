#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The part of a network address that one party is taken to hold: all of an IPv4 address, the first 64 bits of an
/// IPv6 address, because whoever holds one address of such a network usually holds all of them.
package enum AddressPrefix {
    /// The prefix of addresses that cannot be read.
    package static let unknown = "unknown"

    /// The prefix in canonical text: `203.0.113.7/32`, `2001:db8:1:2::/64`. An IPv4 address in IPv6 form counts as
    /// IPv4. A zone (`%eth0`) is dropped.
    package static func of(_ address: String) -> String {
        if let bytes = parse(address, family: AF_INET, byteCount: 4) {
            return text(bytes, family: AF_INET) + "/32"
        }
        let withoutZone = address.prefix { $0 != "%" }
        guard var bytes = parse(String(withoutZone), family: AF_INET6, byteCount: 16) else { return unknown }
        if bytes[0..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
            return text(Array(bytes[12...]), family: AF_INET) + "/32"
        }
        for index in 8..<16 { bytes[index] = 0 }
        return text(bytes, family: AF_INET6) + "/64"
    }

    private static func parse(_ address: String, family: Int32, byteCount: Int) -> [UInt8]? {
        // A NUL would hide the rest of the text from the C function.
        guard !address.utf8.contains(0) else { return nil }
        var bytes = [UInt8](repeating: 0, count: byteCount)
        return inet_pton(family, address, &bytes) == 1 ? bytes : nil
    }

    private static func text(_ bytes: [UInt8], family: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let size = socklen_t(buffer.count)
        let isWritten = buffer.withUnsafeMutableBytes { raw in
            inet_ntop(family, bytes, raw.baseAddress?.assumingMemoryBound(to: CChar.self), size) != nil
        }
        return isWritten ? String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self) : unknown
    }
}
