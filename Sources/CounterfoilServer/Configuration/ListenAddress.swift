import Registry

/// Where a listener listens: `HOST:PORT`, with an IPv6 address in brackets.
package struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// A host name or address, without brackets.
    package let host: String
    /// 0 to 65,535; 0 takes any free port.
    package let port: Int

    /// Names an address.
    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `HOST:PORT`. `nil` for anything else.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty else { return nil }
        self.init(host: host, port: port)
    }

    /// Whether only programs on this machine can reach it.
    package var isLoopback: Bool {
        if host == "localhost" { return true }
        return ["127.0.0.0/8", "::1/128"].compactMap { AddressRange($0) }.contains { $0.contains(host) }
    }

    /// `HOST:PORT`.
    package var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
