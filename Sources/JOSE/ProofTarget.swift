/// The URL that a DPoP proof is for, without query and fragment, in the one spelling that RFC 3986 sections 6.2.2 and
/// 6.2.3 give it: `HTTPS://API.example:443/%7ea/../b?x` and `https://api.example/b` are one target.
struct ProofTarget: Hashable, Sendable {
    /// The one spelling.
    let text: String

    /// `nil` for what is not an absolute URL of `http` or `https` with a host, or has a user in it.
    init?(_ url: String) {
        let bytes = Array(url.utf8)
        guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else { return nil }
        let target = bytes.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        guard let colon = target.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let scheme = String(decoding: target[..<colon], as: UTF8.self).lowercased()
        let rest = target[(colon + 1)...]
        guard scheme == "https" || scheme == "http", rest.starts(with: "//".utf8) else { return nil }
        let authority = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "/") }
        guard let host = Self.host(String(decoding: authority, as: UTF8.self), scheme: scheme) else { return nil }
        guard let path = Self.withOneEncoding(rest.dropFirst(2 + authority.count)) else { return nil }
        text = scheme + "://" + host + Self.withoutDotSegments(path)
    }

    /// Host and port in lower case, without a port that the scheme has anyway.
    private static func host(_ authority: String, scheme: String) -> String? {
        let lower = authority.lowercased()
        guard !lower.isEmpty, !lower.contains("@") else { return nil }
        let defaultPort = scheme == "https" ? ":443" : ":80"
        var host = Substring(lower)
        if host.hasSuffix(defaultPort) {
            host = host.dropLast(defaultPort.count)
        } else if host.hasSuffix(":") {
            host = host.dropLast()
        }
        return host.isEmpty ? nil : String(host)
    }

    /// Percent-encoding in capitals, and none of characters that need none; `nil` for a broken one.
    private static func withOneEncoding(_ path: ArraySlice<UInt8>) -> String? {
        var written: [UInt8] = []
        var position = path.startIndex
        while position < path.endIndex {
            guard path[position] == UInt8(ascii: "%") else {
                written.append(path[position])
                position += 1
                continue
            }
            guard position + 2 < path.endIndex,
                let high = hexadecimalValue(path[position + 1]), let low = hexadecimalValue(path[position + 2])
            else { return nil }
            let byte = high << 4 | low
            if isUnreserved(byte) {
                written.append(byte)
            } else {
                let digits = Array("0123456789ABCDEF".utf8)
                written += [UInt8(ascii: "%"), digits[Int(high)], digits[Int(low)]]
            }
            position += 3
        }
        return String(decoding: written, as: UTF8.self)
    }

    /// RFC 3986 section 5.2.4.
    private static func withoutDotSegments(_ path: String) -> String {
        var segments: [Substring] = []
        let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            switch part {
            case ".": if isLast { segments.append("") }
            case "..":
                _ = segments.popLast()
                if isLast { segments.append("") }
            default: segments.append(part)
            }
        }
        return "/" + segments.joined(separator: "/")
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    private static func hexadecimalValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
