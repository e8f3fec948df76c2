/// The host that a request asked for, taken apart once.
package struct RequestedHost: Hashable, Sendable {
    /// Lower case, without port, brackets or trailing dot.
    package let name: String
    /// The port, where the request named one.
    package let port: Int?
    /// Whether the caller used TLS, to this server or to a trusted proxy before it.
    package let isSecure: Bool

    /// Reads a `Host` header field (RFC 9110 section 7.2). `nil` when it is not `uri-host [":" port]`.
    package init?(authority: String, isSecure: Bool) {
        var host = Substring(authority)
        var port: Int?
        let isBracketed = host.hasPrefix("[")
        if isBracketed {
            guard let close = host.firstIndex(of: "]") else { return nil }
            let rest = host[host.index(after: close)...]
            host = host[host.index(after: host.startIndex)..<close]
            guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
            if !rest.isEmpty {
                guard let number = Self.port(rest.dropFirst()) else { return nil }
                port = number
            }
        } else if let colon = host.lastIndex(of: ":") {
            guard let number = Self.port(host[host.index(after: colon)...]) else { return nil }
            port = number
            host = host[..<colon]
        }
        if host.hasSuffix(".") { host = host.dropLast() }
        // Brackets are for IPv6 addresses, and only there is a colon part of the name (RFC 3986 section 3.2.2).
        guard !host.isEmpty, host.utf8.count <= Limits.hostNameBytes, host.utf8.allSatisfy(Self.isHostByte),
            isBracketed == host.utf8.contains(UInt8(ascii: ":"))
        else { return nil }
        self.name = host.lowercased()
        self.port = port
        self.isSecure = isSecure
    }

    /// Scheme and authority, such as `http://localhost:8080`; the port that is the scheme's own is left out.
    package var origin: String {
        let scheme = isSecure ? "https" : "http"
        let host = name.contains(":") ? "[\(name)]" : name
        guard let port, port != (isSecure ? 443 : 80) else { return "\(scheme)://\(host)" }
        return "\(scheme)://\(host):\(port)"
    }

    private static func port(_ text: Substring) -> Int? {
        guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text).flatMap { (1...65_535).contains($0) ? $0 : nil }
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: ":"):
            true
        default:
            false
        }
    }
}
