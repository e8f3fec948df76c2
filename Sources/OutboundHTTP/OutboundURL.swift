/// A URL of a strict form, so that the host that is checked and the host that is asked cannot be two
/// (RFC 3986, less user information, fragments, and everything that is not ASCII).
package struct OutboundURL: Sendable, Hashable, CustomStringConvertible {
    /// Whether it is `https`.
    package let isSecure: Bool
    /// The host's name in lower case, or its address without brackets.
    package let host: String
    /// The port that is written in it.
    package let port: Int?
    /// Path and query, beginning with `/`.
    package let target: String
    /// The address, when the host is one in its usual form.
    package let address: IPAddress?

    /// Reads a URL.
    ///
    /// - Parameter allowsHTTP: whether `http` is accepted beside `https`.
    /// - Throws: ``OutboundError/urlMalformed(_:)``, ``OutboundError/notHTTPS``.
    package init(_ text: String, allowsHTTP: Bool = false) throws(OutboundError) {
        let bytes = Array(text.utf8)
        guard bytes.count <= OutboundLimits.urlBytes else {
            throw .urlMalformed("it is longer than \(OutboundLimits.urlBytes) bytes")
        }
        guard Self.hasOnlyURLBytes(bytes) else {
            throw .urlMalformed("it has a character that no URL has, or a broken percent escape")
        }
        guard !bytes.contains(UInt8(ascii: "#")) else { throw .urlMalformed("it has a fragment") }
        guard let separator = text.firstRange(of: "://") else { throw .urlMalformed("it has no scheme and host") }
        switch text[..<separator.lowerBound].lowercased() {
        case "https": isSecure = true
        case "http" where allowsHTTP: isSecure = false
        case "http": throw .notHTTPS
        default: throw .urlMalformed("its scheme is not https")
        }
        let rest = text[separator.upperBound...]
        let authorityEnd = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let written = rest[authorityEnd...]
        target = written.hasPrefix("/") ? String(written) : "/" + written
        (host, port) = try Self.authority(rest[..<authorityEnd])
        address = IPAddress(host)
    }

    /// The whole URL.
    package var description: String { origin + target }

    /// Scheme, host and port.
    package var origin: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return (isSecure ? "https://" : "http://") + name + (port.map { ":\($0)" } ?? "")
    }

    private static func authority(_ text: Substring) throws(OutboundError) -> (host: String, port: Int?) {
        guard !text.contains("@") else { throw .urlMalformed("it has a user name or a password") }
        let host: String
        let afterHost: Substring
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            guard let address = IPAddress(String(text[text.index(after: text.startIndex)..<end])), address.isIPv6 else {
                throw .urlMalformed("what stands in brackets is not an IPv6 address")
            }
            host = address.description
            afterHost = text[text.index(after: end)...]
        } else {
            let end = text.firstIndex(of: ":") ?? text.endIndex
            host = text[..<end].lowercased()
            afterHost = text[end...]
            guard isHostName(host) else { throw .urlMalformed("its host is not a host name") }
        }
        guard !afterHost.isEmpty else { return (host, nil) }
        let digits = afterHost.dropFirst()
        guard afterHost.first == ":", (1...5).contains(digits.count),
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = Int(digits), (1...65_535).contains(port)
        else { throw .urlMalformed("its port is not a number from 1 to 65535") }
        return (host, port)
    }

    private static func isHostName(_ name: String) -> Bool {
        guard name.utf8.count <= OutboundLimits.hostNameBytes else { return false }
        return name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...OutboundLimits.hostLabelBytes).contains(label.utf8.count)
                && label.utf8.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                        UInt8(ascii: "-"), UInt8(ascii: "_"):
                        true
                    default: false
                    }
                }
        }
    }

    private static func hasOnlyURLBytes(_ bytes: [UInt8]) -> Bool {
        let excluded = Set("\"<>\\^`{|}".utf8)
        for (index, byte) in bytes.enumerated() {
            guard byte > 0x20, byte < 0x7F, !excluded.contains(byte) else { return false }
            if byte == UInt8(ascii: "%") {
                guard bytes[(index + 1)...].prefix(2).count(where: isHexadecimalDigit) == 2 else { return false }
            }
        }
        return true
    }

    private static func isHexadecimalDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
